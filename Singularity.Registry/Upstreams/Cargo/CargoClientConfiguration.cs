using Microsoft.Extensions.Options;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Messaging;
using Singularity.Registry.Toml;

namespace Singularity.Registry.Upstreams.Cargo;

/// <summary>
/// Finds the index where cargo finds it: our own setting, else the source that replaces crates.io in cargo's configuration, else crates.io's own. Files
/// are read at each use, so a changed token needs no restart.
/// </summary>
internal sealed class CargoClientConfiguration(IOptionsMonitor<CargoOptions> options, CargoEnvironment environment)
{
    private const string CratesIo = "crates-io";

    /// <summary>A larger file is no configuration, in bytes.</summary>
    private const int MaxFile = 1024 * 1024;

    /// <summary>Replacements of replacements.</summary>
    private const int MaxReplacements = 16;

    public async Task<CargoSource> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            var files = new List<TomlTable>();
            if (environment.CredentialsFile() is { } credentials)
            {
                files.Add(await ReadAsync(credentials, cancellationToken));
            }

            foreach (var path in environment.ConfigurationFiles())
            {
                files.Add(await ReadAsync(path, cancellationToken));
            }

            return Choose(new CargoSettings(files, environment));
        }
        catch (InvalidDataException exception)
        {
            return new CargoSource.Unusable(new UpstreamProblem(ErrorCodes.Unavailable, exception.Message));
        }
    }

    private CargoSource Choose(CargoSettings settings)
    {
        if (options.CurrentValue.Index is { } own && CargoRegistry.TryParseIndex(own, out var configured))
        {
            return new CargoSource.Sparse(new CargoRegistry(configured, Token(settings, configured)));
        }

        var name = CratesIo;
        for (var i = 0; i < MaxReplacements; i++)
        {
            if (settings.Text("source", name, "replace-with") is not { } replacement)
            {
                return Source(settings, name);
            }

            name = replacement;
        }

        return Unusable($"replaces the source {CratesIo} in a circle. Correct the replace-with settings.");
    }

    private static CargoSource Source(CargoSettings settings, string name)
    {
        var text = settings.Text("source", name, "registry") ?? settings.IndexOf(name);
        if (text is null)
        {
            return name == CratesIo
                ? new CargoSource.Sparse(new CargoRegistry(CargoRegistry.Default, null))
                : Unusable($"takes crates from the source '{PackageName.Display(name)}', which has no index to ask. Give it one, or set {CargoOptions.Section}:Index.");
        }

        return text.StartsWith("sparse+", StringComparison.Ordinal) && CargoRegistry.TryParseIndex(text, out var index)
            ? new CargoSource.Sparse(new CargoRegistry(index, Token(settings, index)))
            : Unusable(
                $"takes crates from the source '{PackageName.Display(name)}', whose index is not sparse (sparse+https://...). "
                + $"Use the registry's sparse index, or set {CargoOptions.Section}:Index.");
    }

    private static string? Token(CargoSettings settings, Uri index) => settings.TokenFor(index) is { } token && !token.Any(char.IsControl) ? token.Trim() : null;

    private static CargoSource.Unusable Unusable(string problem) => new(new UpstreamProblem(ErrorCodes.Unavailable, $"cargo's configuration on this machine {problem}"));

    private static async Task<TomlTable> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(path).Length <= MaxFile
                ? TomlText.Parse(await File.ReadAllTextAsync(path, cancellationToken))
                : throw Unreadable(path, $"has more than {MaxFile} bytes");
        }
        catch (TomlException exception)
        {
            // The problem may quote a line with a token; the line's number is enough to find it.
            throw Unreadable(path, $"is not valid TOML in line {exception.Line}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, "cannot be read", exception);
        }
    }

    private static InvalidDataException Unreadable(string path, string problem, Exception? inner = null) =>
        new($"cargo's configuration {path} {problem}. Correct it, or take it away; nothing was asked without it.", inner);
}
