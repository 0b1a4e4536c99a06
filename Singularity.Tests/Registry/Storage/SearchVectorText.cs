using System.Buffers.Binary;
using System.Text;
using Singularity.Registry.Storage.Postgres;

namespace Singularity.Tests.Registry.Storage;

/// <summary>The text form of a <see cref="SearchVector"/>'s value, <c>'word':3A,14 'other':7C</c>, for statements: only COPY takes the binary form as it is.</summary>
internal static class SearchVectorText
{
    public static string Of(ReadOnlySpan<byte> value)
    {
        var text = new StringBuilder(value.Length * 2);
        var words = BinaryPrimitives.ReadInt32BigEndian(value);
        var rest = value[4..];
        for (; words > 0; words--)
        {
            var end = rest.IndexOf((byte)0);
            // A term is letters and digits: nothing in it is to be escaped.
            text.Append('\'').Append(Encoding.UTF8.GetString(rest[..end])).Append("':");
            var places = BinaryPrimitives.ReadUInt16BigEndian(rest[(end + 1)..]);
            rest = rest[(end + 3)..];
            for (var i = 0; i < places; i++)
            {
                var place = BinaryPrimitives.ReadUInt16BigEndian(rest[(2 * i)..]);
                text.Append(place & 0x3FFF).Append((SearchWeight)(place >> 14)).Append(i + 1 < places ? ',' : ' ');
            }

            rest = rest[(2 * places)..];
        }

        return text.ToString();
    }
}
