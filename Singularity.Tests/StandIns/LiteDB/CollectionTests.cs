using LiteDB;

namespace Singularity.Tests.StandIns.LiteDB;

public sealed class CollectionTests : IDisposable
{
    private readonly TemporaryDatabase _file = new();
    private readonly LiteDatabase _database;
    private readonly ILiteCollection<Package> _packages;

    public CollectionTests()
    {
        _database = _file.Open();
        _packages = _database.GetCollection<Package>("packages");
    }

    public void Dispose()
    {
        _database.Dispose();
        _file.Dispose();
    }

    [Fact]
    public void Finds_by_id_what_was_inserted()
    {
        var payload = Enumerable.Range(0, 70_000).Select(index => (byte)index).ToArray();
        var published = new DateTime(2026, 2, 3, 4, 5, 6, 789, DateTimeKind.Utc);
        _packages.Insert(new Package
        {
            Id = "tokio",
            Name = "Tokio",
            Downloads = 7,
            Deprecated = true,
            Kind = Kind.Tool,
            Published = published,
            Keywords = ["async", "io"],
            Payload = payload,
        });

        var found = _packages.FindById("tokio");

        found.Name.ShouldBe("Tokio");
        found.Downloads.ShouldBe(7);
        found.Deprecated.ShouldBeTrue();
        found.Kind.ShouldBe(Kind.Tool);
        found.Published!.Value.ToUniversalTime().ShouldBe(published);
        found.Keywords.ShouldBe(["async", "io"]);
        found.Payload.ShouldBe(payload);
    }

    [Fact]
    public void Finds_nothing_under_an_unknown_id_or_in_an_unknown_collection()
    {
        _packages.FindById("nothing").ShouldBeNull();
        _database.GetCollection<Package>("unknown").FindAll().ShouldBeEmpty();
        _database.GetCollection<Package>("unknown").Count().ShouldBe(0);
    }

    [Fact]
    public void Tells_an_insert_from_a_replacement()
    {
        _packages.Upsert(new Package { Id = "a", Name = "first" }).ShouldBeTrue();
        _packages.Upsert(new Package { Id = "a", Name = "second" }).ShouldBeFalse();
        _packages.Upsert([new Package { Id = "a" }, new Package { Id = "b" }]).ShouldBe(1);
        _packages.Count().ShouldBe(2);
    }

    [Fact]
    public void Updates_only_what_exists()
    {
        _packages.Update(new Package { Id = "a" }).ShouldBeFalse();
        _packages.Insert(new Package { Id = "a" });
        _packages.Update(new Package { Id = "a", Name = "new" }).ShouldBeTrue();
        _packages.FindById("a").Name.ShouldBe("new");
    }

    [Fact]
    public void Refuses_a_second_document_with_the_same_id()
    {
        _packages.Insert(new Package { Id = "a" });

        var error = Should.Throw<LiteException>(() => _packages.Insert(new Package { Id = "a" }));

        error.ErrorCode.ShouldBe(LiteException.INDEX_DUPLICATE_KEY);
        error.Message.ShouldContain("_id");
    }

    [Fact]
    public void A_failed_insert_of_many_leaves_none_of_them()
    {
        _packages.Insert(new Package { Id = "b" });

        Should.Throw<LiteException>(() => _packages.Insert([new Package { Id = "a" }, new Package { Id = "b" }]));

        _packages.Count().ShouldBe(1);
        _packages.FindById("a").ShouldBeNull();
    }

    [Fact]
    public void Deletes_by_id_by_condition_and_all()
    {
        _packages.Insert(Enumerable.Range(0, 10).Select(index => new Package { Id = $"p{index}", Downloads = index }));

        _packages.Delete("p0").ShouldBeTrue();
        _packages.Delete("p0").ShouldBeFalse();
        _packages.DeleteMany(package => package.Downloads >= 5).ShouldBe(5);
        _packages.DeleteAll().ShouldBe(4);
        _packages.LongCount().ShouldBe(0);
    }

    [Fact]
    public void Gives_numbers_to_documents_that_have_none_and_never_twice()
    {
        var counted = _database.GetCollection<Counted>("counted");
        var first = new Counted { Text = "one" };

        counted.Insert(first).AsInt32.ShouldBe(1);
        first.Id.ShouldBe(1);
        counted.Insert(new Counted { Id = 10 });
        counted.Insert(new Counted()).AsInt32.ShouldBe(11);
        counted.Delete(11);
        counted.Insert(new Counted()).AsInt32.ShouldBe(12);
    }

    [Fact]
    public void Makes_object_ids_for_plain_documents()
    {
        var documents = _database.GetCollection("plain");

        var id = documents.Insert(new BsonDocument { ["name"] = "x" });

        id.IsObjectId.ShouldBeTrue();
        documents.FindById(id)["name"].AsString.ShouldBe("x");
    }

    [Fact]
    public void Lists_renames_and_drops_collections()
    {
        _packages.Insert(new Package { Id = "a" });

        _database.GetCollectionNames().ShouldBe(["packages"]);
        _database.RenameCollection("packages", "renamed").ShouldBeTrue();
        _database.GetCollection<Package>("renamed").FindById("a").ShouldNotBeNull();
        _database.DropCollection("renamed").ShouldBeTrue();
        _database.DropCollection("renamed").ShouldBeFalse();
        _database.CollectionExists("renamed").ShouldBeFalse();
    }

    [Fact]
    public void Refuses_names_that_are_no_words() => Should
        .Throw<LiteException>(() => _database.GetCollection<Package>("not a word").Insert(new Package { Id = "a" }))
        .ErrorCode.ShouldBe(LiteException.INVALID_COLLECTION_NAME);

    [Fact]
    public void Refuses_missing_arguments()
    {
        Should.Throw<ArgumentNullException>(() => _packages.FindById(null));
        Should.Throw<ArgumentNullException>(() => _packages.Delete(BsonValue.Null));
        Should.Throw<ArgumentNullException>(() => _packages.Insert((Package)null!));
    }

    [Fact]
    public void Many_threads_read_and_write_at_once()
    {
        Parallel.For(0, 200, index =>
        {
            _packages.Upsert(new Package { Id = $"p{index % 20}", Downloads = index });
            _packages.FindById($"p{index % 20}").ShouldNotBeNull();
            _packages.Find(package => package.Downloads >= 0).Count().ShouldBeGreaterThan(0);
        });

        _packages.Count().ShouldBe(20);
    }
}
