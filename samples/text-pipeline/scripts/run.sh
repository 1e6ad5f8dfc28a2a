#!/bin/bash
# Trains one character model and prints its perplexity. Called with the flags of one experiment.
set -euo pipefail
export LC_ALL=C

usage() {
    echo "usage: run.sh [--order <characters>] [--smoothing <weight>] [--backoff]" >&2
    exit 2
}

fail() {
    echo "run.sh: $1" >&2
    usage
}

order=2
smoothing=1
backoff=0

while [ $# -gt 0 ]; do
    case $1 in
        --order | --smoothing)
            [ $# -ge 2 ] || fail "$1 needs a value"
            declare "${1#--}=$2"
            shift 2
            ;;
        --backoff) # a flag without a value: true in the experiment gives it, false leaves it out
            backoff=1
            shift
            ;;
        *) fail "unknown argument '$1'" ;;
    esac
done

[[ $order =~ ^[0-9]$ ]] || fail "--order is a number from 0 to 9, not '$order'"
[[ $smoothing =~ ^[0-9]*\.?[0-9]+(e[+-]?[0-9]+)?$ && $smoothing =~ [1-9] ]] || fail "--smoothing is a positive number, not '$smoothing'"

cd "$(dirname "${BASH_SOURCE[0]}")/.." # where data/ lies beside scripts/, as in the project

echo "Order $order, smoothing $smoothing, backoff $([ "$backoff" = 1 ] && echo on || echo off)"
awk -v order="$order" -v smoothing="$smoothing" -v backoff="$backoff" \
    -f scripts/ngram.awk data/train.txt data/held-out.txt
