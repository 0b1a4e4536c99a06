using System.Text;
using LiteDB;

namespace Singularity.Tests.StandIns.LiteDB;

public sealed class DurabilityTests : IDisposable
{
    private readonly TemporaryDatabase _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Documents_survive_reopening()
    {
        using (var database = _file.Open())
        {
            database.GetCollection<Package>("packages").Upsert(new Package { Id = "a", Downloads = 3 });
            database.UserVersion = 4;
        }

        using var again = _file.Open();
        again.GetCollection<Package>("packages").FindById("a").Downloads.ShouldBe(3);
        again.UserVersion.ShouldBe(4);
    }

    [Fact]
    public void Two_openers_see_each_others_writes_and_collections()
    {
        using var first = _file.Open("Connection=shared");
        using var second = _file.Open("Connection=shared");
        first.GetCollection<Package>("one").Insert(new Package { Id = "a" });
        second.GetCollection<Package>("one").FindById("a").ShouldNotBeNull();

        second.GetCollection<Package>("one").EnsureIndex(package => package.Name);
        first.GetCollection<Package>("one").Insert(new Package { Id = "b", Name = "found" });
        second.GetCollection<Package>("one").FindOne(package => package.Name == "found").Id.ShouldBe("b");

        second.DropCollection("one");
        first.GetCollection<Package>("one").FindById("a").ShouldBeNull();
        first.GetCollection<Package>("one").FindAll().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(9_000)]
    [InlineData(20_000)]
    public void A_file_that_is_no_database_is_refused_and_not_made_one(int length)
    {
        WriteSomethingElse(length);

        var error = Should.Throw<LiteException>(() => _file.Open());

        error.ErrorCode.ShouldBe(LiteException.INVALID_DATABASE);
        error.Message.ShouldBe("File is not a valid LiteDB database format or contains a invalid password.");
        File.ReadAllBytes(_file.Path).AsSpan().StartsWith("not a database"u8).ShouldBeTrue();
    }

    [Fact]
    public void A_shared_database_refuses_such_a_file_at_its_first_use()
    {
        WriteSomethingElse(9_000);
        using var database = _file.Open("Connection=shared");

        Should.Throw<LiteException>(() => database.GetCollectionNames().Count()).ErrorCode.ShouldBe(LiteException.INVALID_DATABASE);
    }

    [Fact]
    public void A_refused_file_can_be_moved_aside_at_once()
    {
        WriteSomethingElse(9_000);
        Should.Throw<LiteException>(() => _file.Open());

        File.Move(_file.Path, _file.Path + ".bad");

        using var database = _file.Open();
        database.GetCollectionNames().ShouldBeEmpty();
    }

    [Fact]
    public void A_damaged_file_is_reported_as_such()
    {
        using (var database = _file.Open())
        {
            database.GetCollection<Package>("packages").Insert(
                Enumerable.Range(0, 200).Select(index => new Package { Id = $"p{index}", Payload = new byte[3000] }));
            database.Checkpoint();
        }

        var bytes = File.ReadAllBytes(_file.Path);
        bytes.AsSpan(16_384).Fill(0xA5);
        File.WriteAllBytes(_file.Path, bytes);

        Should.Throw<LiteException>(() =>
        {
            using var database = _file.Open();
            _ = database.GetCollection<Package>("packages").FindAll().Count();
        });
    }

    [Fact]
    public void A_disposed_database_refuses_work()
    {
        var database = _file.Open();
        var packages = database.GetCollection<Package>("packages");
        database.Dispose();

        Should.Throw<ObjectDisposedException>(() => packages.FindById("a"));
        Should.Throw<LiteException>(() => packages.Insert(new Package { Id = "a" })).ErrorCode.ShouldBe(LiteException.ENGINE_DISPOSED);
    }

    [Fact]
    public void A_read_only_database_must_exist_and_stays_as_it_is()
    {
        Should.Throw<FileNotFoundException>(() => _file.Open("ReadOnly=true"));
        using (var database = _file.Open())
        {
            database.GetCollection<Package>("packages").Insert(new Package { Id = "a" });
        }

        using var readOnly = _file.Open("ReadOnly=true");
        readOnly.GetCollection<Package>("packages").FindById("a").ShouldNotBeNull();
    }

    [Fact]
    public void A_database_in_memory_ends_with_its_object()
    {
        using (var database = new LiteDatabase(":memory:"))
        {
            database.GetCollection<Package>("packages").Insert(new Package { Id = "a" });
            database.GetCollection<Package>("packages").Count().ShouldBe(1);
        }

        using var other = new LiteDatabase(":memory:");
        other.GetCollectionNames().ShouldBeEmpty();
    }

    private void WriteSomethingElse(int length)
    {
        var content = new byte[length];
        Encoding.ASCII.GetBytes("not a database", content);
        File.WriteAllBytes(_file.Path, content);
    }
}
