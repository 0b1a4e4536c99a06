using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Singularity.Registry.Archives;
using Singularity.Registry.Extraction.CSharp;
using Singularity.Registry.Extraction.Elixir;
using Singularity.Registry.Extraction.Npm;
using Singularity.Registry.Extraction.Python;
using Singularity.Registry.Extraction.Rust;

namespace Singularity.Registry.Extraction;

internal static class ExtractionRegistration
{
    /// <summary>Adds the reader of package archives, for a web host and a plain one alike.</summary>
    public static IHostApplicationBuilder AddExtraction(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<ArchiveLimits>().Bind(builder.Configuration.GetSection(ArchiveLimits.Section)).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ArchiveLimits>, ArchiveLimitsValidator>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IPackageExtractor, NpmExtractor>();
        builder.Services.AddSingleton<IPackageExtractor, RustExtractor>();
        builder.Services.AddSingleton<IPackageExtractor, HexExtractor>();
        builder.Services.AddSingleton<IPackageExtractor, CSharpExtractor>();
        builder.Services.AddSingleton<IPackageExtractor, PythonExtractor>();
        builder.Services.AddSingleton<PackageReader>();
        return builder;
    }
}
