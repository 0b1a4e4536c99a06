namespace Singularity.Tests.Support;

/// <summary>What a <see cref="FakeWebServer"/> does to a request instead of answering it well.</summary>
internal abstract record FakeFault
{
    private FakeFault()
    {
    }

    /// <param name="RetryAfter">The header's text: seconds or an HTTP date.</param>
    public sealed record Status(int Code, string? RetryAfter = null) : FakeFault;

    /// <summary>Status 200 with this body.</summary>
    public sealed record Body(string Content, string ContentType = "application/json") : FakeFault;

    /// <summary>Status 200 with these bytes.</summary>
    public sealed record Bytes(byte[] Content) : FakeFault;

    /// <summary>A redirect.</summary>
    public sealed record Redirect(string Location) : FakeFault;

    /// <summary>The true answer's first bytes under its full Content-Length, then the connection is cut.</summary>
    public sealed record CutAfter(int ByteCount) : FakeFault;

    /// <summary>The true answer's first bytes as if they were all: a shorter Content-Length.</summary>
    public sealed record Truncate(int ByteCount) : FakeFault;

    /// <summary>The true answer with its last byte changed.</summary>
    public sealed record Corrupt : FakeFault;

    /// <summary>The true answer, once this task has completed.</summary>
    public sealed record Hold(Task Release) : FakeFault;

    /// <summary>Sends nothing until the client gives up.</summary>
    public sealed record Silence : FakeFault;

    /// <summary>Sends headers and the first bytes, then nothing until the client gives up.</summary>
    public sealed record Stall(int ByteCount) : FakeFault;

    public static FakeFault Html { get; } = new Body("<!DOCTYPE html><html><body>Welcome to the hotel network</body></html>", "text/html");

    public static FakeFault InvalidJson { get; } = new Body("{\"name\": \"demo\", \"versions\": {,}");
}

/// <summary>A request that arrived. Header names are case-insensitive.</summary>
/// <param name="Path">Raw, as sent: a scope's slash stays <c>%2F</c>.</param>
internal sealed record FakeRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string Body { get; init; } = "";
}
