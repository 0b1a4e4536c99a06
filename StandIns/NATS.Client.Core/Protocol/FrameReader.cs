using System.Buffers;
using System.IO.Pipelines;

namespace NATS.Client.Core;

internal delegate ValueTask FrameHandler(in Frame frame);

/// <summary>Reads frames off a stream and hands them on one by one, waiting only where a handler does.</summary>
internal sealed class FrameReader(Stream stream, int bufferSize)
{
    private readonly PipeReader _input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: bufferSize, leaveOpen: true));
    private readonly FrameParser _parser = new();
    private bool _stopped;

    /// <summary>Runs until <see cref="Stop"/>. The end of the stream and malformed input are exceptions.</summary>
    public async Task RunAsync(FrameHandler handler, CancellationToken cancellationToken)
    {
        _stopped = false;
        while (!_stopped)
        {
            var result = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var rest = result.Buffer;
            while (!_stopped && Handle(ref rest, handler) is { } pending)
                await pending.ConfigureAwait(false);
            _input.AdvanceTo(rest.Start, _stopped ? rest.Start : rest.End);
            if (result.IsCompleted && !_stopped)
                throw new IOException("The server closed the connection");
        }
    }

    /// <summary>For handlers: this frame is the last of the run. What follows it stays for the next run.</summary>
    public void Stop() => _stopped = true;

    public bool HasMoreBuffered() => _input.TryRead(out var result) && !result.Buffer.IsEmpty;

    /// <summary>Handles frames until one has to be waited for, or (null) no whole frame is left.</summary>
    private ValueTask? Handle(ref ReadOnlySequence<byte> rest, FrameHandler handler)
    {
        var frame = default(Frame);
        while (_parser.TryRead(ref rest, ref frame))
        {
            var handled = handler(in frame);
            if (_stopped || !handled.IsCompletedSuccessfully)
                return handled;
            handled.GetAwaiter().GetResult();
        }

        return null;
    }
}
