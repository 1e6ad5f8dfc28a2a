namespace Caliban.Emulator.Filters;

/// <summary>What can be said of a filter without looking at anything.</summary>
internal static class FilterFacts
{
    /// <summary>The comparisons that hold for all that the filter lets through.</summary>
    public static IEnumerable<Comparison> Necessary(FilterExpression? expression) => expression switch
    {
        Comparison comparison => [comparison],
        AllOf all => all.Terms.SelectMany(Necessary),
        _ => [],
    };

    /// <summary>One of these values is equal to the field in all that the filter lets through; null when that cannot be said.</summary>
    public static IReadOnlyList<string>? Values(FilterExpression? expression, string field) => expression switch
    {
        Comparison comparison when comparison.Field == field && comparison.Operator == "=" => [comparison.Value],
        AllOf all => all.Terms.Select(term => Values(term, field)).FirstOrDefault(values => values is not null),
        AnyOf any when any.Terms.Select(term => Values(term, field)).ToList() is var values && values.TrueForAll(value => value is not null) =>
            [.. values.SelectMany(value => value!)],
        _ => null,
    };

    /// <summary>The filter as a function.</summary>
    /// <param name="compile">Turns one comparison into a function.</param>
    public static Func<T, bool> Compile<T>(FilterExpression? expression, Func<Comparison, Func<T, bool>> compile)
    {
        switch (expression)
        {
            case null:
                return _ => true;
            case Comparison comparison:
                return compile(comparison);
            case Negation negation:
                var inner = Compile(negation.Term, compile);
                return item => !inner(item);
            case AllOf all:
                var every = all.Terms.Select(term => Compile(term, compile)).ToArray();
                return item => Array.TrueForAll(every, term => term(item));
            case AnyOf any:
                var some = any.Terms.Select(term => Compile(term, compile)).ToArray();
                return item => Array.Exists(some, term => term(item));
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} is no expression.");
        }
    }
}
