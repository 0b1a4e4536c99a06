using System.Text.Json;
using Singularity.Contracts.Identity;
using Singularity.Registry.Lockfiles.Syntax;

namespace Singularity.Registry.Lockfiles.NuGet;

/// <summary>packages.lock.json, versions 1 and 2: packages by target framework, each with its kind and the version that it resolved to.</summary>
internal sealed class PackagesLockFormat()
    : LockfileFormat("packages.lock.json", Ecosystem.NuGet, "run dotnet restore --force-evaluate to write it anew")
{
    /// <summary>Also names that projects give their own, such as packages.App.lock.json.</summary>
    public override bool Matches(string fileName) =>
        base.Matches(fileName)
        || (BaseName(fileName).StartsWith("packages.", StringComparison.OrdinalIgnoreCase)
            && BaseName(fileName).EndsWith(".lock.json", StringComparison.OrdinalIgnoreCase));

    protected override void ReadEntries(ReadOnlyMemory<byte> utf8, LockfileSink sink)
    {
        var json = new JsonCursor(utf8.Span);
        var isLock = false;
        json.Start();
        while (json.NextMember())
        {
            if (!json.NameIs("dependencies"u8))
            {
                json.SkipValue();
                continue;
            }

            isLock = true;
            json.ToValue();
            json.EnterObject("dependencies");
            while (json.NextMember())
            {
                ReadFramework(ref json, sink);
            }
        }

        json.End();
        if (!isLock)
        {
            throw new LockfileException("dependencies is missing");
        }
    }

    private static void ReadFramework(ref JsonCursor json, LockfileSink sink)
    {
        var field = $"dependencies[\"{PackageName.Display(json.Text())}\"]";
        json.ToValue();
        json.EnterObject(field);
        while (json.NextMember())
        {
            var name = json.Text();
            var line = json.Line;
            json.ToValue();
            if (json.Type != JsonTokenType.StartObject)
            {
                throw new LockfileException($"{field}[\"{PackageName.Display(name)}\"] is not an object", line);
            }

            ReadPackage(ref json, field, name, line, sink);
        }
    }

    private static void ReadPackage(ref JsonCursor json, string framework, string name, int line, LockfileSink sink)
    {
        string? kind = null, resolved = null;
        while (json.NextMember())
        {
            if (json.NameIs("type"u8))
            {
                kind = json.TextValue();
            }
            else if (json.NameIs("resolved"u8))
            {
                resolved = json.TextValue();
            }
            else
            {
                json.SkipValue();
            }
        }

        if (kind == "Project")
        {
            sink.Skip(name, SkipReason.Workspace, line);
        }
        else
        {
            sink.Add(name, resolved ?? throw new LockfileException($"{framework}[\"{PackageName.Display(name)}\"].resolved is missing", line), line);
        }
    }
}
