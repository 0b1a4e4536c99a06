using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using NATS.Client.Core;
using NATS.Client.Serializers.Json;

namespace Singularity.Tests.StandIns.Nats.Core;

public sealed partial class CoreSerializerTests
{
    [Fact]
    public void Primitives_and_bytes_make_the_round_trip()
    {
        RoundTrip("text", "text");
        RoundTrip(-1, "-1");
        RoundTrip(long.MaxValue, "9223372036854775807");
        RoundTrip<int?>(7, "7");
        RoundTrip(1.5, "1.5");
        RoundTrip(2.25m, "2.25");
        RoundTrip(true, "True");
        RoundTrip((byte)9, "9");
        RoundTrip(Guid.Empty, "00000000-0000-0000-0000-000000000000");
        RoundTrip(TimeSpan.FromMinutes(90), "01:30:00");
        RoundTrip(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero), "2024-05-06T07:08:09.0000000Z");
        RoundTrip(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.FromHours(2)), "2024-05-06T07:08:09.0000000+02:00");
        Read<byte[]>(Write(new byte[] { 0, 255 })).ShouldBe([0, 255]);
        Read<ReadOnlyMemory<byte>>(Write(new ReadOnlyMemory<byte>([1, 2]))).ToArray().ShouldBe([1, 2]);
        Read<ReadOnlySequence<byte>>(Write(new ReadOnlySequence<byte>([3]))).ToArray().ShouldBe([3]);
        using var owner = Read<NatsMemoryOwner<byte>>(Write(new Memory<byte>([4, 5])));
        owner.Memory.ToArray().ShouldBe([4, 5]);
        owner.Length.ShouldBe(2);
    }

    [Fact]
    public void Nothing_is_the_default_value()
    {
        Read<int>([]).ShouldBe(0);
        Read<string>([]).ShouldBeNull();
        Read<byte[]>([]).ShouldBeNull();
        Read<int?>([]).ShouldBeNull();
    }

    [Fact]
    public void Text_that_is_no_number_is_an_error() => Should.Throw<NatsException>(() => Read<int>("x"u8.ToArray()));

    [Fact]
    public void The_default_registry_knows_no_records()
    {
        Should.Throw<NatsException>(() => Write(new Point(1, 2)));
        Should.Throw<NatsException>(() => Read<Point>("{}"u8.ToArray()));
    }

    [Fact]
    public void Contexts_write_json_for_the_types_they_know()
    {
        var registry = new NatsJsonContextSerializerRegistry(OtherContext.Default, PointContext.Default);
        var bytes = Write(new Point(1, 2), registry);
        bytes.ShouldBe("""{"x":1,"y":2}"""u8.ToArray());
        Read<Point>(bytes, registry).ShouldBe(new Point(1, 2));
        Read<Point>([], registry).ShouldBeNull();
        Should.Throw<JsonException>(() => Read<Point>("{"u8.ToArray(), registry));
        Should.Throw<NatsException>(() => Write(TimeSpan.Zero, registry));
    }

    [Fact]
    public void A_context_hands_on_what_it_does_not_know()
    {
        var serializer = new NatsJsonContextSerializer<int>(OtherContext.Default).CombineWith(NatsRawSerializer<int>.Default);
        var output = new ArrayBufferWriter<byte>();
        serializer.Serialize(output, 12);
        output.WrittenSpan.ToArray().ShouldBe("12"u8.ToArray());
        serializer.Deserialize(new ReadOnlySequence<byte>(output.WrittenMemory)).ShouldBe(12);
    }

    [Fact]
    public void Reflection_writes_json_for_any_type()
    {
        var bytes = Write(new Point(3, 4), NatsJsonSerializerRegistry.Default);
        Read<Point>(bytes, NatsJsonSerializerRegistry.Default).ShouldBe(new Point(3, 4));
        Read<Point>([], NatsJsonSerializerRegistry.Default).ShouldBeNull();
    }

    private static void RoundTrip<T>(T value, string text)
    {
        Write(value).ShouldBe(System.Text.Encoding.UTF8.GetBytes(text));
        Read<T>(Write(value)).ShouldBe(value);
    }

    private static byte[] Write<T>(T value, INatsSerializerRegistry? registry = null)
    {
        var output = new ArrayBufferWriter<byte>();
        (registry ?? NatsDefaultSerializerRegistry.Default).GetSerializer<T>().Serialize(output, value);
        return output.WrittenSpan.ToArray();
    }

    private static T? Read<T>(byte[] bytes, INatsSerializerRegistry? registry = null) =>
        (registry ?? NatsDefaultSerializerRegistry.Default).GetDeserializer<T>().Deserialize(new ReadOnlySequence<byte>(bytes));

    internal sealed record Point(int X, int Y);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Point))]
    internal sealed partial class PointContext : JsonSerializerContext;

    [JsonSerializable(typeof(Version))]
    internal sealed partial class OtherContext : JsonSerializerContext;
}
