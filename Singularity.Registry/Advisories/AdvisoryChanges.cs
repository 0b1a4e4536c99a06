using System.Threading.Channels;

namespace Singularity.Registry.Advisories;

/// <summary>Tells the pass over stored packages that the API brought something new.</summary>
internal sealed class AdvisoryChanges
{
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Notify() => _signal.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellationToken) => await _signal.Reader.ReadAsync(cancellationToken);
}
