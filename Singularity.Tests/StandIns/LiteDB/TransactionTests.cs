using LiteDB;

namespace Singularity.Tests.StandIns.LiteDB;

public sealed class TransactionTests : IDisposable
{
    private readonly TemporaryDatabase _file = new();
    private readonly LiteDatabase _database;
    private readonly ILiteCollection<Package> _packages;

    public TransactionTests()
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
    public void What_is_rolled_back_never_happened()
    {
        _database.BeginTrans().ShouldBeTrue();
        _packages.Insert(new Package { Id = "a", Name = "x" });
        _packages.EnsureIndex(package => package.Name);
        _packages.FindById("a").ShouldNotBeNull();
        _database.Rollback().ShouldBeTrue();

        _packages.FindById("a").ShouldBeNull();
        _packages.Insert(new Package { Id = "b", Name = "x" });
        _packages.Find(package => package.Name == "x").Single().Id.ShouldBe("b");
    }

    [Fact]
    public void A_thread_has_one_transaction()
    {
        _database.BeginTrans().ShouldBeTrue();
        _database.BeginTrans().ShouldBeFalse();
        _database.Commit().ShouldBeTrue();
        _database.Commit().ShouldBeFalse();
        _database.Rollback().ShouldBeFalse();
    }

    [Fact]
    public void Other_threads_see_a_transaction_when_it_is_committed()
    {
        _packages.Insert(new Package { Id = "before" });
        _database.BeginTrans();
        _packages.Insert(new Package { Id = "a" });

        OnAnotherThread(() => _packages.FindById("a")).ShouldBeNull();
        _database.Commit();

        OnAnotherThread(() => _packages.FindById("a")).ShouldNotBeNull();
    }

    [Fact]
    public void A_write_waits_no_longer_than_the_time_out_for_another_threads_transaction()
    {
        _database.Timeout = TimeSpan.FromSeconds(1);
        _database.BeginTrans();
        _packages.Insert(new Package { Id = "a" });

        var error = OnAnotherThread(() => Should.Throw<LiteException>(() => _packages.Insert(new Package { Id = "b" })));

        error.ErrorCode.ShouldBe(LiteException.LOCK_TIMEOUT);
        _database.Commit();
    }

    [Fact]
    public void An_error_inside_a_transaction_undoes_all_of_it()
    {
        _database.BeginTrans();
        _packages.Insert(new Package { Id = "a" });
        Should.Throw<LiteException>(() => _packages.Insert(new Package { Id = "a" }));

        _database.Commit().ShouldBeFalse();
        _packages.Count().ShouldBe(0);
    }

    private static T OnAnotherThread<T>(Func<T> work)
    {
        T result = default!;
        var thread = new Thread(() => result = work());
        thread.Start();
        thread.Join();
        return result;
    }
}
