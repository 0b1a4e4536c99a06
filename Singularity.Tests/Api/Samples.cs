using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Tests.Api;

internal static class Samples
{
    private static readonly DateTimeOffset Then = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static PackageRecord Package(string name) => new()
    {
        Ecosystem = Ecosystem.Npm,
        Name = name,
        Version = "1.2.3",
        Description = "A package.",
        Versions = [new PackageVersion("1.2.3"), new PackageVersion("1.2.2")],
        CollectedAt = Then,
        ValidatedAt = Then,
    };

    public static PackageAnswer Answer(string name, ServedBy servedBy = ServedBy.Memory, long ageMs = 1500) =>
        new(Package(name), "latest", "1.2.3", servedBy, ageMs, false);
}
