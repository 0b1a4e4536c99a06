using System.Text.Json;
using Singularity.Registry.Lockfiles.Syntax;

namespace Singularity.Registry.Lockfiles.Python;

/// <summary>The "_meta" of Pipfile.lock, of which only the name of the first source matters.</summary>
internal static class PipfileSources
{
    public static string? ReadFirst(ref JsonCursor json)
    {
        json.ToValue();
        json.EnterObject("_meta");
        string? first = null;
        while (json.NextMember())
        {
            if (json.NameIs("sources"u8))
            {
                json.ToValue();
                first = ReadList(ref json);
            }
            else
            {
                json.SkipValue();
            }
        }

        return first;
    }

    private static string? ReadList(ref JsonCursor json)
    {
        if (json.Type != JsonTokenType.StartArray)
        {
            throw new LockfileException("_meta.sources is not a list", json.Line);
        }

        string? first = null;
        for (json.ToValue(); json.Type != JsonTokenType.EndArray; json.ToValue())
        {
            json.EnterObject("_meta.sources[]");
            while (json.NextMember())
            {
                if (json.NameIs("name"u8) && first is null)
                {
                    first = json.TextValue();
                }
                else
                {
                    json.SkipValue();
                }
            }
        }

        return first;
    }
}
