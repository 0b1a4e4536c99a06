using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiteDB;

/// <summary>The extended JSON that a value shows itself as; types that JSON lacks are objects with a <c>$</c> name.</summary>
internal static class BsonJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(BsonValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, value);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, BsonValue value)
    {
        switch (value.Type)
        {
            case BsonType.Document:
                json.WriteStartObject();
                foreach (var (key, item) in value.AsDocument.GetElements())
                {
                    json.WritePropertyName(key);
                    Write(json, item);
                }

                json.WriteEndObject();
                break;
            case BsonType.Array:
                json.WriteStartArray();
                foreach (var item in value.AsArray)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case BsonType.String:
                json.WriteStringValue(value.AsString);
                break;
            case BsonType.Int32:
                json.WriteNumberValue(value.AsInt32);
                break;
            case BsonType.Boolean:
                json.WriteBooleanValue(value.AsBoolean);
                break;
            case BsonType.Null:
                json.WriteNullValue();
                break;
            case BsonType.Double when double.IsFinite(value.AsDouble):
                json.WriteRawValue(value.AsDouble.ToString("0.0########"));
                break;
            default:
                WriteTyped(json, value);
                break;
        }
    }

    private static void WriteTyped(Utf8JsonWriter json, BsonValue value)
    {
        var (name, text) = value.Type switch
        {
            BsonType.Int64 => ("$numberLong", value.AsInt64.ToString()),
            BsonType.Double => ("$numberDouble", value.AsDouble.ToString()),
            BsonType.Decimal => ("$numberDecimal", value.AsDecimal.ToString()),
            BsonType.Binary => ("$binary", Convert.ToBase64String(value.AsBinary)),
            BsonType.ObjectId => ("$oid", value.AsObjectId.ToString()),
            BsonType.Guid => ("$guid", value.AsGuid.ToString()),
            BsonType.DateTime => ("$date", value.AsDateTime.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ")),
            BsonType.MinValue => ("$minValue", "1"),
            _ => ("$maxValue", "1"),
        };
        json.WriteStartObject();
        json.WriteString(name, text);
        json.WriteEndObject();
    }
}
