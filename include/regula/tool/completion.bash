# SPDX-License-Identifier: MIT
# Completion of the words of regula for bash: commands, their options, files.
_regula() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
  local formula="--set --json --help" tensors="--tensor --shape --seed" words
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    mapfile -t COMPREPLY < <(compgen -W "eval check print explain config plot bench keras fit convert --help --version" -- "$word")
    return
  fi
  case $before in
    --loss) mapfile -t COMPREPLY < <(compgen -W "squares logistic" -- "$word") && return ;;
    --shape | --set | --seed | --tolerance | --entries | --from | --to | --level | --points | --seconds | --skip | --iterations | --target | --without | --penalty | --name) return ;;
  esac
  case $command in
    eval) words="$formula $tensors --grad --coefficients --double" ;;
    check) words="$formula $tensors --against --tolerance --entries" ;;
    print) words="$formula --gradient --hessian --plan --names --latex --cpp --tree --text" ;;
    explain | config) words="$formula" ;;
    plot) words="$formula $tensors --contours --ball --from --to --level --points --svg" ;;
    bench) words="$formula $tensors --double --seconds" ;;
    keras) words="--config --json --help" ;;
    fit) words="--target --penalty --set --loss --without --skip --iterations --raw --weights --svg --json --help" ;;
    convert) words="--name --json --help" ;;
    *) return ;;
  esac
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
    compopt -o filenames 2>/dev/null
  fi
}
complete -F _regula regula
