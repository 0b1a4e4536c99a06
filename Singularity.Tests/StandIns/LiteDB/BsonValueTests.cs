using LiteDB;

namespace Singularity.Tests.StandIns.LiteDB;

public sealed class BsonValueTests
{
    [Fact]
    public void Values_sort_by_type_and_numbers_as_numbers()
    {
        var values = new BsonValue[] { BsonValue.MaxValue, true, "a", 2.5, 2L, 1, BsonValue.Null, BsonValue.MinValue };

        values.Order().ShouldBe([BsonValue.MinValue, BsonValue.Null, 1, 2L, 2.5, "a", true, BsonValue.MaxValue]);
        new BsonValue(1).Equals(new BsonValue(1L)).ShouldBeTrue();
    }

    [Fact]
    public void Values_convert_to_what_they_carry()
    {
        BsonValue text = "x";
        BsonValue number = 5;
        BsonValue none = (string?)null;

        ((string)text).ShouldBe("x");
        number.AsInt64.ShouldBe(5);
        none.IsNull.ShouldBeTrue();
        text.AsArray.ShouldBeNull();
    }

    [Fact]
    public void Values_show_themselves_as_extended_json()
    {
        var document = new BsonDocument { ["name"] = "x", ["_id"] = 1, ["big"] = 5L, ["list"] = new BsonArray(true, BsonValue.Null) };

        document.ToString().ShouldBe("""{"_id":1,"name":"x","big":{"$numberLong":"5"},"list":[true,null]}""");
    }

    [Fact]
    public void Object_ids_round_trip_and_sort_by_time()
    {
        var id = ObjectId.NewObjectId();
        var later = new ObjectId(id.Timestamp + 1, 0, 0, 0);

        new ObjectId(id.ToString()).ShouldBe(id);
        new ObjectId(id.ToByteArray()).ShouldBe(id);
        (later > id).ShouldBeTrue();
        Should.Throw<ArgumentException>(() => new ObjectId("short"));
    }

    [Fact]
    public void Connection_strings_name_the_file_and_the_options()
    {
        var parsed = new ConnectionString("Filename=a b.db; Connection=Shared; Initial Size=10MB; ReadOnly=true");

        parsed.Filename.ShouldBe("a b.db");
        parsed.Connection.ShouldBe(ConnectionType.Shared);
        parsed.InitialSize.ShouldBe(10 * 1024 * 1024);
        parsed.ReadOnly.ShouldBeTrue();
        new ConnectionString("plain.db").Filename.ShouldBe("plain.db");
    }
}
