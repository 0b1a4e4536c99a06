using Singularity.Contracts.Identity;
using Singularity.Registry.Upstreams;

namespace Singularity.Registry.Collecting;

/// <summary>The package registries that this version can ask.</summary>
internal sealed class UpstreamSet(IEnumerable<IPackageUpstream> upstreams)
{
    private readonly Dictionary<Ecosystem, IPackageUpstream> _upstreams = upstreams.ToDictionary(static u => u.Ecosystem);

    public IPackageUpstream? For(Ecosystem ecosystem) => _upstreams.GetValueOrDefault(ecosystem);

    public string NotSupported(Ecosystem ecosystem) =>
        $"Packages of {ecosystem.PurlType()} cannot be collected by this version; it collects from {string.Join(", ", _upstreams.Keys.Select(static e => e.PurlType()))}.";
}
