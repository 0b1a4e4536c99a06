using Singularity.Contracts.Identity;
using Singularity.Registry.Lockfiles.Syntax;

namespace Singularity.Registry.Lockfiles.Npm;

/// <summary>
/// yarn.lock since version 2: YAML whose entries say under "resolution" what they resolved to: <c>name@npm:1.2.3</c>, <c>name@workspace:.</c>,
/// <c>name@patch:...</c>. The resolution names the true package of an alias.
/// </summary>
internal static class YarnBerryLock
{
    private const string Registry = "npm:";

    public static void Read(ReadOnlyMemory<byte> utf8, LockfileSink sink)
    {
        var yaml = new YamlCursor(utf8);
        while (yaml.NextDocument())
        {
            while (yaml.NextKey() is { } key)
            {
                var line = yaml.Line;
                if (key == "__metadata")
                {
                    yaml.SkipValue();
                }
                else if (!yaml.TryEnterMapping())
                {
                    throw new LockfileException($"\"{PackageName.Display(key)}\" is not a mapping", line);
                }
                else
                {
                    var resolution = ReadResolution(yaml)
                        ?? throw new LockfileException($"\"{PackageName.Display(key)}\".resolution is missing", line);
                    Write(resolution, line, sink);
                }
            }
        }
    }

    private static string? ReadResolution(YamlCursor yaml)
    {
        string? resolution = null;
        while (yaml.NextKey() is { } field)
        {
            if (field == "resolution")
            {
                resolution = yaml.TextValue();
            }
            else
            {
                yaml.SkipValue();
            }
        }

        return resolution;
    }

    private static void Write(string resolution, int line, LockfileSink sink)
    {
        if (NpmAlias.Split(resolution) is not var (name, reference))
        {
            throw new LockfileException($"resolution \"{PackageName.Display(resolution)}\" is not of the form name@protocol:reference", line);
        }

        if (reference.StartsWith(Registry, StringComparison.Ordinal))
        {
            // Parameters follow: name@npm:1.2.3::__archiveUrl=...
            var end = reference.IndexOf("::", StringComparison.Ordinal);
            sink.Add(name, reference[Registry.Length..(end < 0 ? reference.Length : end)], line);
        }
        else
        {
            sink.Skip(name, LockfileAddress.Elsewhere(reference) ?? SkipReason.NotAVersion, line);
        }
    }
}
