namespace Singularity.Registry.Upstreams;

/// <summary>One attempt to ask a registry failed. Never leaves <see cref="UpstreamHttp"/>, which turns the last one into a reply.</summary>
internal sealed class UpstreamException(UpstreamProblem problem, bool mayPass, Exception? inner = null) : Exception(problem.Message, inner)
{
    public UpstreamProblem Problem { get; } = problem;

    /// <summary>True when another attempt may do better.</summary>
    public bool MayPass { get; } = mayPass;
}
