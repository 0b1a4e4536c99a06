using System.Text.Json;
using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Wire;

/// <summary>Durations as the server counts them: whole nanoseconds, capped at what it can hold (292 years).</summary>
internal sealed class NanosecondsConverter : JsonConverter<TimeSpan>
{
    public static long ToNanoseconds(TimeSpan value) => value.Ticks switch
    {
        > long.MaxValue / TimeSpan.NanosecondsPerTick => long.MaxValue,
        < long.MinValue / TimeSpan.NanosecondsPerTick => long.MinValue,
        var ticks => ticks * TimeSpan.NanosecondsPerTick,
    };

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetInt64() / TimeSpan.NanosecondsPerTick);

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(ToNanoseconds(value));
}

/// <summary>Times in UTC with a Z, which every server version reads.</summary>
internal sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}
