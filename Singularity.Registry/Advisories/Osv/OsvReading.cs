using Singularity.Contracts.Packages;

namespace Singularity.Registry.Advisories.Osv;

/// <summary>What became of reading one advisory.</summary>
internal abstract record OsvReading
{
    private OsvReading()
    {
    }

    /// <param name="Document">Within <see cref="OsvLimits"/>, with what is kept and nothing else.</param>
    public sealed record Read(OsvDocument Document) : OsvReading;

    /// <summary>It is about no package of the ecosystems known here.</summary>
    public sealed record Elsewhere(string Id) : OsvReading;

    /// <param name="Message">Says what is wrong, in words that follow the document's name.</param>
    public sealed record Bad(string Message) : OsvReading;
}
