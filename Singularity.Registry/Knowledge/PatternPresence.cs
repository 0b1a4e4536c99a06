using Microsoft.Extensions.Options;
using Singularity.Knowledge.Search;

namespace Singularity.Registry.Knowledge;

/// <summary>Whether there are patterns about packages at all: where there are none, which is where most begin, searches ask PostgreSQL nothing.</summary>
internal sealed class PatternPresence(CitedPackages cited, IOptions<PatternJoinOptions> options, TimeProvider time)
{
    private volatile Known? _known;

    public async ValueTask<bool> IsAnyAsync(CancellationToken cancellationToken)
    {
        if (_known is { } known && time.GetElapsedTime(known.At) < options.Value.PresenceAge)
        {
            return known.IsAny;
        }

        var now = new Known(await cited.AnyAsync(cancellationToken), time.GetTimestamp());
        _known = now;
        return now.IsAny;
    }

    private sealed record Known(bool IsAny, long At);
}
