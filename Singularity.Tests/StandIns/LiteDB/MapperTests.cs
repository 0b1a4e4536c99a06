using LiteDB;

namespace Singularity.Tests.StandIns.LiteDB;

public sealed class MapperTests
{
    private readonly BsonMapper _mapper = new();

    [Fact]
    public void Maps_records_by_their_constructors()
    {
        var signed = new Release("a", new Author("Ann", 40), ["x", "y"], new Dictionary<string, long> { ["one"] = 1, ["max"] = long.MaxValue });

        var document = _mapper.ToDocument(signed);
        var back = _mapper.ToObject<Release>(document);

        document["_id"].AsString.ShouldBe("a");
        document["Author"]["Age"].AsInt32.ShouldBe(40);
        back.Author.ShouldBe(signed.Author);
        back.Tags.ShouldBe(signed.Tags);
        back.Counts.ShouldBe(signed.Counts);
    }

    [Fact]
    public void Keeps_every_scalar()
    {
        var scalars = new Scalars
        {
            Large = long.MinValue,
            Largest = ulong.MaxValue,
            Small = -3,
            Tiny = 200,
            Ratio = 1.5f,
            Precise = Math.PI,
            Exact = 79228162514264337593543950335m,
            Character = 'x',
            Unique = Guid.NewGuid(),
            Time = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123),
            Span = TimeSpan.FromTicks(7),
            Address = new Uri("https://example.com/a?b=c"),
            Maybe = null,
            Sure = 5,
            Bytes = [],
            Kind = Kind.Tool,
        };

        using var file = new TemporaryDatabase();
        using var database = file.Open();
        var collection = database.GetCollection<Scalars>();
        var id = collection.Insert(scalars);

        collection.FindById(id).ShouldBeEquivalentTo(scalars);
    }

    [Fact]
    public void Trims_strings_and_leaves_out_empty_ones_unless_told()
    {
        _mapper.ToDocument(new Package { Id = "a", Name = "  x " })["Name"].AsString.ShouldBe("x");
        _mapper.ToDocument(new Package { Id = "a", Name = " " })["Name"].IsNull.ShouldBeTrue();
        _mapper.ToDocument(new Package { Id = "a" }).ContainsKey("Name").ShouldBeFalse();

        var literal = new BsonMapper { TrimWhitespace = false, EmptyStringToNull = false };
        literal.ToDocument(new Package { Id = "a", Name = " x " })["Name"].AsString.ShouldBe(" x ");
        literal.ToDocument(new Package { Id = "a", Name = "" })["Name"].AsString.ShouldBe("");
    }

    [Fact]
    public void Obeys_attributes()
    {
        var document = _mapper.ToDocument(new Attributed { Key = "k", Secret = "s", Renamed = "r" });

        document.Keys.ShouldBe(["_id", "other"], ignoreOrder: true);
        document["_id"].AsString.ShouldBe("k");
        document["other"].AsString.ShouldBe("r");
    }

    [Fact]
    public void Obeys_the_entity_builder()
    {
        _mapper.Entity<Package>().Id(package => package.Name, autoId: false).Ignore(package => package.Downloads).Field(package => package.Kind, "k");

        var document = _mapper.ToDocument(new Package { Id = "id", Name = "name" });

        document["_id"].AsString.ShouldBe("name");
        document["Id"].AsString.ShouldBe("id");
        document["k"].AsString.ShouldBe("Library");
        document.ContainsKey("Downloads").ShouldBeFalse();
    }

    [Fact]
    public void Refuses_circles()
    {
        var circle = new Circle();
        circle.Next = circle;

        Should.Throw<LiteException>(() => _mapper.ToDocument(circle)).ErrorCode.ShouldBe(LiteException.DOCUMENT_MAX_DEPTH);
    }

    [Fact]
    public void A_document_cannot_make_a_type_that_its_member_could_not_hold()
    {
        var document = new BsonDocument { ["Id"] = "a", ["Author"] = new BsonDocument { ["_type"] = "System.Text.StringBuilder" } };

        Should.Throw<LiteException>(() => _mapper.ToObject<Release>(document));
    }

    public sealed class Scalars
    {
        public ObjectId Id { get; set; } = ObjectId.NewObjectId();

        public long Large { get; set; }

        public ulong Largest { get; set; }

        public short Small { get; set; }

        public byte Tiny { get; set; }

        public float Ratio { get; set; }

        public double Precise { get; set; }

        public decimal Exact { get; set; }

        public char Character { get; set; }

        public Guid Unique { get; set; }

        public DateTimeOffset Time { get; set; }

        public TimeSpan Span { get; set; }

        public Uri? Address { get; set; }

        public int? Maybe { get; set; }

        public int? Sure { get; set; }

        public byte[]? Bytes { get; set; }

        public Kind Kind { get; set; }
    }

    public sealed class Attributed
    {
        [BsonId]
        public string? Key { get; set; }

        [BsonIgnore]
        public string? Secret { get; set; }

        [BsonField("other")]
        public string? Renamed { get; set; }
    }

    public sealed class Circle
    {
        public int Id { get; set; }

        public Circle? Next { get; set; }
    }
}
