using System.Runtime.InteropServices;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Singularity.Registry.Lockfiles.Syntax;

/// <summary>
/// Reads the events of a YAML document forwards, once, without building it. Aliases are refused: no client writes them into a lockfile, and they can
/// grow a small file without bound.
/// </summary>
internal sealed class YamlCursor(ReadOnlyMemory<byte> utf8)
{
    /// <summary>Far above the five levels of any lockfile.</summary>
    private const int MaxDepth = 32;

    private readonly Parser _parser = new(new StreamReader(Open(utf8), Encoding.UTF8, detectEncodingFromByteOrderMarks: false));
    private int _depth;

    public int Line => (int)Current.Start.Line;

    private ParsingEvent Current => _parser.Current!;

    /// <summary>Moves into the next document's mapping; false at the end of the file. An empty document is passed over.</summary>
    public bool NextDocument()
    {
        while (Move())
        {
            switch (Current)
            {
                case MappingStart:
                    return true;
                case StreamStart or StreamEnd or DocumentStart or DocumentEnd or Scalar { Value: "" }:
                    break;
                default:
                    throw new LockfileException("the document is not a mapping", Line);
            }
        }

        return false;
    }

    /// <summary>Moves to the next key of the mapping that was entered; null at its end. Afterwards the value must be read or skipped.</summary>
    public string? NextKey()
    {
        Move();
        return Current switch
        {
            MappingEnd => null,
            Scalar key => key.Value,
            _ => throw new LockfileException("a key is not a text", Line),
        };
    }

    /// <summary>Moves into the mapping after a key; false, having passed over it, when the value is of another kind.</summary>
    public bool TryEnterMapping()
    {
        Move();
        if (Current is MappingStart)
        {
            return true;
        }

        PassOver();
        return false;
    }

    /// <summary>The text after a key; null, having passed over it, when the value is of another kind.</summary>
    public string? TextValue()
    {
        Move();
        if (Current is Scalar scalar)
        {
            return scalar.Value;
        }

        PassOver();
        return null;
    }

    /// <summary>The text after a key, or the texts of the mapping after it.</summary>
    public IEnumerable<string> TextOrMemberTexts()
    {
        Move();
        if (Current is Scalar scalar)
        {
            yield return scalar.Value;
        }
        else if (Current is MappingStart)
        {
            while (NextKey() is not null)
            {
                if (TextValue() is { } text)
                {
                    yield return text;
                }
            }
        }
        else
        {
            PassOver();
        }
    }

    /// <summary>Passes over the value after a key.</summary>
    public void SkipValue()
    {
        Move();
        PassOver();
    }

    private static MemoryStream Open(ReadOnlyMemory<byte> utf8) => MemoryMarshal.TryGetArray(utf8, out var bytes)
        ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
        : new MemoryStream(utf8.ToArray(), writable: false);

    private void PassOver()
    {
        if (Current is not (MappingStart or SequenceStart))
        {
            return;
        }

        var outside = _depth - 1;
        while (_depth > outside)
        {
            Move();
        }
    }

    private bool Move()
    {
        try
        {
            if (!_parser.MoveNext())
            {
                return false;
            }
        }
        catch (YamlException problem)
        {
            throw new LockfileException("is not valid YAML", (int)problem.Start.Line, (int)problem.Start.Column);
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The scanner answers some malformed keys and escapes with these; they carry no place.
            throw new LockfileException("is not valid YAML after this line", _parser.Current is null ? null : Line);
        }

        _depth += Current.NestingIncrease;
        return (Current, _depth) switch
        {
            (AnchorAlias, _) => throw new LockfileException("holds an alias, which no lockfile needs", Line),
            (_, > MaxDepth) => throw new LockfileException($"nests deeper than {MaxDepth} levels", Line),
            _ => true,
        };
    }
}
