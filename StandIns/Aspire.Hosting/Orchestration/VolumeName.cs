using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

internal static class VolumeName
{
    /// <summary>The same for every run of the same AppHost, different between AppHosts.</summary>
    public static string Generate<T>(IResourceBuilder<T> builder, string suffix) where T : IResource
    {
        var application = builder.ApplicationBuilder;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(application.AppHostDirectory)))[..10];
        var name = string.Concat(application.Environment.ApplicationName.ToLowerInvariant()
            .Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_'));
        return $"{name}-{hash}-{builder.Resource.Name}-{suffix}";
    }
}
