# A character model: how likely is each character after the `order` characters before it?
#
# Reads one text per file, the first to learn from and the second to be tested on, and prints the
# perplexity of both: among how many characters the model still hesitates, on average.
# Variables: order, smoothing, backoff (1 or 0).

FNR == 1 { texts++ }

{ text[texts] = text[texts] $0 "\n" }

END {
    learn(text[1])
    printf "Learned %d characters, %d of them different.\n", length(text[1]), size
    printf "Training perplexity: %.3f\n", perplexity(text[1])
    printf "Held-out perplexity: %.3f\n", perplexity(text[2])
}

# Counts every character after each context, from none to the `order` characters before it.
function learn(t,    i, n, c) {
    for (i = 1; i <= length(t); i++) {
        c = substr(t, i, 1)
        if (!(c in known)) { known[c]; size++ }
        for (n = 0; n <= order && n < i; n++) {
            seen[n, substr(t, i - n, n)]++
            count[n, substr(t, i - n, n), c]++
        }
    }
    size++ # one more, for all the characters that were never seen
}

function perplexity(t,    i, total) {
    for (i = order + 1; i <= length(t); i++)
        total += log(probability(substr(t, i - order, order), substr(t, i, 1)))
    return exp(-total / (length(t) - order))
}

# The count of the character after this context, smoothed towards what the next shorter context
# expects (backoff), or towards all characters alike.
function probability(context, c,    n, prior) {
    n = length(context)
    prior = backoff && n > 0 ? probability(substr(context, 2), c) : 1 / size
    return (count[n, context, c] + smoothing * prior) / (seen[n, context] + smoothing)
}
