namespace Caliban.Emulator.Faults;

/// <summary>Everything that is to go wrong. Of several faults that could hit a request, the one added first does.</summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<Planned> _faults = [];
    private readonly Random _random;

    internal FaultPlan(int seed) => _random = new Random(seed);

    /// <summary>How many requests were hit.</summary>
    public int Hits { get; private set; }

    public void Add(Fault fault)
    {
        lock (_gate)
        {
            _faults.Add(new Planned(fault) { Passing = fault.After });
        }
    }

    /// <summary>Short for the next requests of a kind.</summary>
    public void Add(FaultKind kind, CloudOperation? operation = null, int? times = 1) => Add(new Fault(kind) { Operation = operation, Times = times });

    /// <summary>Nothing goes wrong any more.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    internal Fault? Take(Http.Route route)
    {
        lock (_gate)
        {
            foreach (var planned in _faults.Where(planned => planned.Fault.Operation is { } operation ? operation == route.Operation : route.IsApi))
            {
                if (planned.Passing > 0)
                {
                    planned.Passing--;
                }
                else if ((planned.Fault.Times is not { } times || planned.Hits < times) && _random.NextDouble() < planned.Fault.Probability)
                {
                    planned.Hits++;
                    Hits++;
                    return planned.Fault;
                }
            }

            return null;
        }
    }

    private sealed class Planned(Fault fault)
    {
        public Fault Fault => fault;

        public int Passing { get; set; }

        public int Hits { get; set; }
    }
}
