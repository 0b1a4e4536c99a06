using System.Text;
using Singularity.Registry.Lockfiles;

namespace Singularity.Tests.Registry.Lockfiles;

/// <summary>Readings in a form that compares well: <c>npm:a@1.0.0</c> for an exact version, with a trailing <c>?</c> for any other.</summary>
internal static class LockfileReadings
{
    public static LockfileReading.Read Read(string fileName, string content) =>
        LockfileFormats.Read(fileName, null, Encoding.UTF8.GetBytes(content)).ShouldBeOfType<LockfileReading.Read>();

    public static string Problem(string fileName, string content) => Problem(fileName, Encoding.UTF8.GetBytes(content));

    public static string Problem(string fileName, byte[] content) =>
        LockfileFormats.Read(fileName, null, content).ShouldBeOfType<LockfileReading.Malformed>().Message;

    public static string[] Packages(this LockfileReading.Read reading) => [.. reading.Packages.Select(p => p.Spec + (p.Exact ? "" : "?"))];

    public static string[] Skipped(this LockfileReading.Read reading) => [.. reading.Skipped.Select(s => $"{s.Name} {s.Reason}")];
}
