using Singularity.Contracts.Identity;
using Singularity.Registry.Lockfiles.Syntax;

namespace Singularity.Registry.Lockfiles.Npm;

/// <summary>
/// pnpm-lock.yaml: the keys of "packages" name the packages, in the syntaxes that <see cref="PnpmPackageKey"/> reads; links to workspaces are
/// only under "importers" or, without workspaces, at the top. Newer clients write several documents into one file.
/// </summary>
internal sealed class PnpmLockFormat() : LockfileFormat("pnpm-lock.yaml", Ecosystem.Npm, "run pnpm install to write it anew")
{
    protected override void ReadEntries(ReadOnlyMemory<byte> utf8, LockfileSink sink)
    {
        var yaml = new YamlCursor(utf8);
        var isLock = false;
        while (yaml.NextDocument())
        {
            while (yaml.NextKey() is { } key)
            {
                isLock |= key == "lockfileVersion";
                ReadMember(yaml, key, sink);
            }
        }

        if (!isLock)
        {
            throw new LockfileException("lockfileVersion is missing");
        }
    }

    private static void ReadMember(YamlCursor yaml, string key, LockfileSink sink)
    {
        if (key == "importers" && yaml.TryEnterMapping())
        {
            while (yaml.NextKey() is not null)
            {
                ReadImporter(yaml, sink);
            }
        }
        else if (key == "packages" && yaml.TryEnterMapping())
        {
            while (yaml.NextKey() is { } package)
            {
                PnpmPackageKey.Write(package, yaml.Line, sink);
                yaml.SkipValue();
            }
        }
        else if (key is "dependencies" or "devDependencies" or "optionalDependencies")
        {
            ReadLinks(yaml, sink);
        }
        else if (key is not ("importers" or "packages"))
        {
            yaml.SkipValue();
        }
    }

    private static void ReadImporter(YamlCursor yaml, LockfileSink sink)
    {
        if (!yaml.TryEnterMapping())
        {
            return;
        }

        while (yaml.NextKey() is { } group)
        {
            if (group is "dependencies" or "devDependencies" or "optionalDependencies")
            {
                ReadLinks(yaml, sink);
            }
            else
            {
                yaml.SkipValue();
            }
        }
    }

    /// <summary>A dependency is its version, or since format 6 a mapping of specifier and version.</summary>
    private static void ReadLinks(YamlCursor yaml, LockfileSink sink)
    {
        if (!yaml.TryEnterMapping())
        {
            return;
        }

        while (yaml.NextKey() is { } name)
        {
            var line = yaml.Line;
            foreach (var text in yaml.TextOrMemberTexts())
            {
                if (text.StartsWith("link:", StringComparison.Ordinal))
                {
                    sink.Skip(name, SkipReason.Link, line);
                }
            }
        }
    }
}
