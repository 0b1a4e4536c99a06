using Singularity.Contracts.Identity;
using Singularity.Registry.Lockfiles.Syntax;

namespace Singularity.Registry.Lockfiles.NuGet;

/// <summary>project.assets.json, which every restore writes: "libraries" has a member <c>Name/1.2.3</c> for each package and project.</summary>
internal sealed class ProjectAssetsFormat() : LockfileFormat("project.assets.json", Ecosystem.NuGet, "run dotnet restore to write it anew")
{
    protected override void ReadEntries(ReadOnlyMemory<byte> utf8, LockfileSink sink)
    {
        var json = new JsonCursor(utf8.Span);
        var isLock = false;
        json.Start();
        while (json.NextMember())
        {
            if (!json.NameIs("libraries"u8))
            {
                json.SkipValue();
                continue;
            }

            isLock = true;
            json.ToValue();
            json.EnterObject("libraries");
            while (json.NextMember())
            {
                ReadLibrary(ref json, sink);
            }
        }

        json.End();
        if (!isLock)
        {
            throw new LockfileException("libraries is missing");
        }
    }

    private static void ReadLibrary(ref JsonCursor json, LockfileSink sink)
    {
        var key = json.Text();
        var line = json.Line;
        json.ToValue();
        json.EnterObject($"libraries[\"{PackageName.Display(key)}\"]");
        string? kind = null;
        while (json.NextMember())
        {
            if (json.NameIs("type"u8))
            {
                kind = json.TextValue();
            }
            else
            {
                json.SkipValue();
            }
        }

        var slash = key.IndexOf('/');
        switch (kind)
        {
            case null:
                throw new LockfileException($"libraries[\"{PackageName.Display(key)}\"].type is missing", line);
            case "package" when slash > 0 && slash < key.Length - 1:
                sink.Add(key[..slash], key[(slash + 1)..], line);
                break;
            case "package":
                throw new LockfileException($"libraries[\"{PackageName.Display(key)}\"] is not of the form name/version", line);
            case "project":
                sink.Skip(slash < 0 ? key : key[..slash], SkipReason.Workspace, line);
                break;
            default:
                sink.Skip(slash < 0 ? key : key[..slash], SkipReason.NotAVersion, line);
                break;
        }
    }
}
