namespace NATS.Client.Core;

/// <summary>One connection to one server that has admitted this client.</summary>
internal sealed class Session(ServerAddress address, Stream stream, FrameReader reader, ServerInfo info) : IDisposable
{
    public ServerAddress Address => address;

    public Stream Stream => stream;

    public ServerInfo Info => info;

    /// <summary>Hands on frames until the connection ends; tells why it ended.</summary>
    public async Task<Exception> ReadToEndAsync(FrameHandler handler)
    {
        try
        {
            await reader.RunAsync(handler, CancellationToken.None).ConfigureAwait(false);
            return new IOException("The connection was closed");
        }
#pragma warning disable CA1031 // Socket, protocol or a hook of the application: whatever ends the reading ends the session, and is reported as its reason.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }

    public void Dispose() => stream.Dispose();
}
