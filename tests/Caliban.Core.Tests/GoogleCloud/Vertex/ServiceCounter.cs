using System.Globalization;

namespace Caliban.Core.Tests.GoogleCloud.Vertex;

/// <summary>How a service counts requests against a limit of a minute. Times are seconds and do not go back.</summary>
internal abstract class ServiceCounter
{
    /// <param name="kind"><c>fixed</c> with the second at which its minutes begin, <c>sliding</c>, or <c>bucket</c> with its size.</param>
    public static ServiceCounter Create(string kind, double limit) => kind.Split(' ') switch
    {
        ["fixed", var offset] => new Fixed(limit, double.Parse(offset, CultureInfo.InvariantCulture)),
        ["sliding"] => new Sliding(limit),
        ["bucket", var size] => new Bucket(limit, double.Parse(size, CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException(kind),
    };

    public abstract bool Takes(double time);

    private sealed class Fixed(double limit, double offset) : ServiceCounter
    {
        private double _minute = -1;
        private int _count;

        public override bool Takes(double time)
        {
            var minute = Math.Floor((time + offset) / 60);
            (_minute, _count) = (minute, minute == _minute ? _count : 0);
            return _count < limit && ++_count > 0;
        }
    }

    private sealed class Sliding(double limit) : ServiceCounter
    {
        private readonly Queue<double> _taken = [];

        public override bool Takes(double time)
        {
            while (_taken.TryPeek(out var oldest) && oldest <= time - 60)
            {
                _taken.Dequeue();
            }

            if (_taken.Count >= limit)
            {
                return false;
            }

            _taken.Enqueue(time);
            return true;
        }
    }

    private sealed class Bucket(double limit, double size) : ServiceCounter
    {
        private readonly double _size = size;
        private double _content = size;
        private double _filled;

        public override bool Takes(double time)
        {
            _content = Math.Min(_size, _content + ((time - _filled) * limit / 60));
            _filled = time;
            if (_content < 1 - 1e-9)
            {
                return false;
            }

            _content -= 1;
            return true;
        }
    }
}
