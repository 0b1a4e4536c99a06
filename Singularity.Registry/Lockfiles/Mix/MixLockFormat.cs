using System.Text;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Lockfiles.Mix;

/// <summary>
/// mix.lock: an Elixir map of application to a tuple whose first item says where it comes from:
/// <c>"ecto": {:hex, :ecto, "3.11.1", "hash", [:mix], [...], "hexpm", "hash"}</c>. Older clients wrote fewer items, the oldest
/// <c>{:package, "1.0.0"}</c>.
/// </summary>
internal sealed class MixLockFormat() : LockfileFormat("mix.lock", Ecosystem.Hex, "run mix deps.get to write it anew")
{
    private const string PublicRepository = "hexpm";

    protected override void ReadEntries(ReadOnlyMemory<byte> utf8, LockfileSink sink)
    {
        var document = new ElixirTermReader(Encoding.UTF8.GetString(utf8.Span)).ReadDocument();
        if (document is not ElixirTerm.Map map)
        {
            throw new LockfileException("the document is not a map such as %{...}", document.Line);
        }

        foreach (var (key, value) in map.Members)
        {
            var application = key switch
            {
                ElixirTerm.Text text => text.Value,
                ElixirTerm.Atom atom => atom.Value,
                _ => throw new LockfileException("a key is not a name", key.Line),
            };
            Write(application, value, sink);
        }
    }

    private static void Write(string application, ElixirTerm value, LockfileSink sink)
    {
        var shown = PackageName.Display(application);
        if (value is not ElixirTerm.Tuple { Items: [ElixirTerm.Atom source, ..] items })
        {
            throw new LockfileException($"\"{shown}\" is not a tuple such as {{:hex, ...}}", value.Line);
        }

        switch (source.Value)
        {
            case "hex":
                WriteHex(shown, items, value.Line, sink);
                break;
            case "package" when items.ElementAtOrDefault(1) is ElixirTerm.Text version:
                sink.Add(application, version.Value, value.Line);
                break;
            case "git":
                sink.Skip(application, SkipReason.Git, value.Line);
                break;
            case "path":
                sink.Skip(application, SkipReason.File, value.Line);
                break;
            default:
                sink.Skip(application, $"comes from '{PackageName.Display(source.Value)}', which is no registry that is known", value.Line);
                break;
        }
    }

    private static void WriteHex(string shown, IReadOnlyList<ElixirTerm> items, int line, LockfileSink sink)
    {
        if (items is not [_, ElixirTerm.Atom name, ..])
        {
            throw new LockfileException($"the package name of \"{shown}\" is missing", line);
        }

        if (items is not [_, _, ElixirTerm.Text version, ..])
        {
            throw new LockfileException($"the version of \"{shown}\" is missing", line);
        }

        if (items.ElementAtOrDefault(6) is ElixirTerm.Text { Value: not PublicRepository and var other })
        {
            sink.Skip(name.Value, SkipReason.OtherRegistry(other), line);
        }
        else
        {
            sink.Add(name.Value, version.Value, line);
        }
    }
}
