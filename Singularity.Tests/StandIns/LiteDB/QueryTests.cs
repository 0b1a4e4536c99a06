using LiteDB;

namespace Singularity.Tests.StandIns.LiteDB;

/// <summary>Every query gives the same answer with and without indexes.</summary>
public sealed class QueryTests : IDisposable
{
    private readonly TemporaryDatabase _file = new();
    private readonly LiteDatabase _database;

    public QueryTests() => _database = _file.Open();

    public static TheoryData<bool> WithAndWithoutIndex => [true, false];

    public void Dispose()
    {
        _database.Dispose();
        _file.Dispose();
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutIndex))]
    public void Compares_numbers_booleans_enums_and_null(bool indexed)
    {
        var packages = Fill(indexed);
        var limit = 30;

        Ids(packages, package => package.Downloads == 20).ShouldBe(["serde"]);
        Ids(packages, package => package.Downloads != 20).ShouldBe(["axum", "hyper", "tokio"]);
        Ids(packages, package => package.Downloads > 20 && package.Downloads <= limit).ShouldBe(["tokio"]);
        Ids(packages, package => package.Downloads < 20 || package.Deprecated).ShouldBe(["axum", "hyper"]);
        Ids(packages, package => !package.Deprecated).ShouldBe(["axum", "serde", "tokio"]);
        Ids(packages, package => package.Kind == Kind.Tool).ShouldBe(["hyper"]);
        Ids(packages, package => package.Name == null).ShouldBe(["axum"]);
        Ids(packages, package => 40 <= package.Downloads).ShouldBe(["hyper"]);
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutIndex))]
    public void Compares_strings_without_case(bool indexed)
    {
        var packages = Fill(indexed);

        Ids(packages, package => package.Name == "TOKIO").ShouldBe(["tokio"]);
        Ids(packages, package => package.Name!.StartsWith("HY")).ShouldBe(["hyper"]);
        Ids(packages, package => package.Name!.EndsWith("DE")).ShouldBe(["serde"]);
        Ids(packages, package => package.Name!.Contains("ER")).ShouldBe(["hyper", "serde"]);
        Ids(packages, package => package.Name!.Equals("serde")).ShouldBe(["serde"]);
        packages.FindById("TOKIO").ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutIndex))]
    public void Looks_into_lists_and_for_members_of_lists(bool indexed)
    {
        var packages = Fill(indexed);
        var wanted = new List<string> { "tokio", "axum", "unknown" };
        var names = new List<string> { "Hyper", "Serde" };

        Ids(packages, package => package.Keywords!.Contains("async")).ShouldBe(["hyper", "tokio"]);
        Ids(packages, package => wanted.Contains(package.Id)).ShouldBe(["axum", "tokio"]);
        Ids(packages, package => names.Contains(package.Name!)).ShouldBe(["hyper", "serde"]);
        packages.Count(package => package.Keywords!.Contains("async")).ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutIndex))]
    public void Orders_skips_and_limits(bool indexed)
    {
        var packages = Fill(indexed);

        packages.Query().OrderByDescending(package => package.Downloads).ToList().ConvertAll(package => package.Id)
            .ShouldBe(["hyper", "tokio", "serde", "axum"]);
        packages.Query().Where(package => package.Downloads > 10).OrderBy(package => package.Name).Skip(1).Limit(1).ToList()
            .ConvertAll(package => package.Id).ShouldBe(["serde"]);
        packages.Find(package => package.Downloads > 0, skip: 1, limit: 2).Count().ShouldBe(2);
        packages.Find(package => package.Downloads > 0, skip: 3).Count().ShouldBe(1);
        packages.FindAll().Select(package => package.Id).ShouldBe(["axum", "hyper", "serde", "tokio"]);
        packages.Query().Where(package => package.Downloads > 100).FirstOrDefault().ShouldBeNull();
        packages.Query().Where(package => package.Downloads > 10).Count().ShouldBe(3);
    }

    [Fact]
    public void Follows_an_index_through_changes()
    {
        var packages = Fill(indexed: true);

        packages.Update(new Package { Id = "tokio", Name = "Renamed", Downloads = 1 });
        packages.Delete("serde");

        packages.Exists(package => package.Name == "Tokio").ShouldBeFalse();
        packages.Exists(package => package.Name == "renamed").ShouldBeTrue();
        packages.Exists(package => package.Name == "Serde").ShouldBeFalse();
        packages.Find(package => package.Keywords!.Contains("async")).Count().ShouldBe(1);
    }

    [Fact]
    public void A_unique_index_refuses_a_second_document_with_the_same_key()
    {
        var packages = _database.GetCollection<Package>("packages");
        packages.EnsureIndex(package => package.Name, unique: true).ShouldBeTrue();
        packages.EnsureIndex(package => package.Name, unique: true).ShouldBeFalse();
        packages.Insert(new Package { Id = "a", Name = "same" });

        var error = Should.Throw<LiteException>(() => packages.Insert(new Package { Id = "b", Name = "SAME" }));

        error.ErrorCode.ShouldBe(LiteException.INDEX_DUPLICATE_KEY);
        packages.FindById("b").ShouldBeNull();
    }

    [Fact]
    public void An_index_survives_reopening()
    {
        using var file = new TemporaryDatabase();
        using (var database = file.Open())
        {
            database.GetCollection<Package>("packages").EnsureIndex("byName", package => package.Name).ShouldBeTrue();
        }

        using var again = file.Open();
        var packages = again.GetCollection<Package>("packages");
        packages.EnsureIndex("byName", package => package.Name).ShouldBeFalse();
        Should.Throw<LiteException>(() => packages.EnsureIndex("byName", package => package.Downloads))
            .ErrorCode.ShouldBe(LiteException.INDEX_ALREADY_EXIST);
        packages.DropIndex("byName").ShouldBeTrue();
        packages.DropIndex("byName").ShouldBeFalse();
    }

    [Fact]
    public void What_has_no_meaning_on_documents_is_refused()
    {
        var packages = Fill(indexed: false);

        Should.Throw<NotSupportedException>(() => packages.Find(package => Odd(package.Downloads)).ToList());
    }

    [Fact]
    public void A_database_may_be_made_to_tell_case_apart()
    {
        using var file = new TemporaryDatabase();
        using var database = new LiteDatabase(new ConnectionString { Filename = file.Path, Collation = Collation.Binary });
        var packages = database.GetCollection<Package>("packages");
        packages.EnsureIndex(package => package.Name);
        packages.Insert([new Package { Id = "a", Name = "x" }, new Package { Id = "A", Name = "X" }]);

        packages.Count().ShouldBe(2);
        packages.Find(package => package.Name == "X").Single().Id.ShouldBe("A");
    }

    private static bool Odd(int number) => number % 2 == 1;

    private static List<string> Ids(ILiteCollection<Package> packages, System.Linq.Expressions.Expression<Func<Package, bool>> predicate)
    {
        var ids = packages.Find(predicate).Select(package => package.Id).Order(StringComparer.Ordinal).ToList();
        packages.Count(predicate).ShouldBe(ids.Count);
        packages.Exists(predicate).ShouldBe(ids.Count > 0);
        return ids;
    }

    private ILiteCollection<Package> Fill(bool indexed)
    {
        var packages = _database.GetCollection<Package>("packages");
        packages.Insert(
        [
            new Package { Id = "tokio", Name = "Tokio", Downloads = 30, Keywords = ["async", "io"] },
            new Package { Id = "serde", Name = "Serde", Downloads = 20, Keywords = ["json"] },
        ]);
        if (indexed)
        {
            packages.EnsureIndex(package => package.Name);
            packages.EnsureIndex(package => package.Downloads);
            packages.EnsureIndex(package => package.Keywords);
            packages.EnsureIndex(package => package.Deprecated);
            packages.EnsureIndex(package => package.Kind);
        }

        packages.Insert(
        [
            new Package { Id = "hyper", Name = "Hyper", Downloads = 40, Deprecated = true, Kind = Kind.Tool, Keywords = ["Async", "http"] },
            new Package { Id = "axum", Downloads = 10 },
        ]);
        return packages;
    }
}
