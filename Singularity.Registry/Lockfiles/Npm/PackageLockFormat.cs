using Singularity.Contracts.Identity;
using Singularity.Registry.Lockfiles.Syntax;

namespace Singularity.Registry.Lockfiles.Npm;

/// <summary>
/// package-lock.json and npm-shrinkwrap.json: version 1 holds a tree under "dependencies", version 3 a flat map under "packages", version 2 both,
/// of which npm trusts the map.
/// </summary>
internal sealed class PackageLockFormat() : LockfileFormat("package-lock.json", Ecosystem.Npm, "run npm install to write it anew")
{
    public override bool Matches(string fileName) =>
        base.Matches(fileName) || BaseName(fileName).Equals("npm-shrinkwrap.json", StringComparison.OrdinalIgnoreCase);

    protected override void ReadEntries(ReadOnlyMemory<byte> utf8, LockfileSink sink)
    {
        var json = new JsonCursor(utf8.Span);
        var tree = new PackageLockTree();
        PackageLockMap? map = null;
        var isLock = false;
        json.Start();
        while (json.NextMember())
        {
            isLock |= json.NameIs("lockfileVersion"u8) || json.NameIs("packages"u8) || json.NameIs("dependencies"u8);
            if (json.NameIs("packages"u8))
            {
                json.ToValue();
                map ??= new PackageLockMap();
                map.Read(ref json);
            }
            else if (json.NameIs("dependencies"u8) && map is null)
            {
                json.ToValue();
                tree.Read(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }

        json.End();
        if (!isLock)
        {
            throw new LockfileException("lockfileVersion, packages and dependencies are all missing");
        }

        if (map is null)
        {
            tree.WriteTo(sink);
        }
        else
        {
            map.WriteTo(sink);
        }
    }
}
