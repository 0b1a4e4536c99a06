namespace Singularity.Registry.Advisories.Api;

/// <summary>What the OSV API answered.</summary>
internal abstract record OsvApiReply<T>
{
    private OsvApiReply()
    {
    }

    public sealed record Answered(T Value) : OsvApiReply<T>;

    /// <param name="Message">Names the address and what is wrong; fit for users.</param>
    public sealed record Failed(string Message) : OsvApiReply<T>;
}
