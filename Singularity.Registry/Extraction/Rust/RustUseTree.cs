namespace Singularity.Registry.Extraction.Rust;

/// <summary>Reads the tree of a use declaration into the names it brings in.</summary>
internal static class RustUseTree
{
    private const int MaxDepth = 32;

    public static void Read(RustSource source, int start, int end, bool isPublic, List<RustUse> uses) =>
        Read(source, start, end, [], isPublic, uses, 0);

    private static void Read(RustSource source, int start, int end, IReadOnlyList<string> prefix, bool isPublic, List<RustUse> uses, int depth)
    {
        var path = new List<string>(prefix);
        var index = start;
        while (index < end && depth < MaxDepth)
        {
            if (source.Is(index, "{"))
            {
                foreach (var (from, to) in RustSignature.Parts(source, index + 1, Math.Min(source[index].Match, end), angles: false))
                {
                    Read(source, from, to, path, isPublic, uses, depth + 1);
                }

                return;
            }

            if (source.Is(index, "*"))
            {
                uses.Add(new RustUse(path, null, isPublic, source.Path, source[index].Line));
                return;
            }

            if (source.Is(index, ":"))
            {
                index++;
                continue;
            }

            if (source.Is(index, "as") || !source.IsWord(index))
            {
                break;
            }

            path.Add(source.Word(index++));
        }

        if (path.Count == 0)
        {
            return;
        }

        // a::{self} brings in a itself.
        var named = path.Count > 1 && path[^1] == "self" ? path[..^1] : path;
        var alias = source.Is(index, "as") && index + 1 < end ? source.Word(index + 1) : named[^1];
        if (alias != "_")
        {
            uses.Add(new RustUse(named, alias, isPublic, source.Path, source[start].Line));
        }
    }
}
