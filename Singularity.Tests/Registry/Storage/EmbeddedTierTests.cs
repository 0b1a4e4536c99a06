using LiteDB;
using Singularity.Registry.Storage.Embedded;

namespace Singularity.Tests.Registry.Storage;

/// <summary>A file that another program holds for longer than callers wait.</summary>
public sealed class EmbeddedTierTests
{
    [Fact]
    public async Task A_write_is_left_behind_with_its_caller_and_what_the_file_holds_is_not_trusted_until_it_has_caught_up()
    {
        using var files = new EmbeddedFiles();
        var store = files.Open();
        var tier = new EmbeddedTier(store);
        var key = EmbeddedFiles.Key("demo", "1.0.0");
        await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package("demo", 1));
        (await tier.FindAsync(key, CancellationToken.None))!.Revision.ShouldBe(1);

        await GiveUpWhileHeldAsync(files, token => tier.StoreAsync(key, EmbeddedFiles.Package("demo", 2).Entry, token));

        (await tier.FindAsync(key, CancellationToken.None)).ShouldBeNull("revision 2 was acknowledged, and the file may hold revision 1");

        // Whatever became of the write, the next one that reaches the file clears up after it.
        await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package("other", 3));
        await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package("demo", 4));
        (await tier.FindAsync(key, CancellationToken.None))!.Revision.ShouldBe(4);
        (await tier.CountAsync(CancellationToken.None)).ShouldBe(2);
    }

    [Fact]
    public async Task A_deletion_is_left_behind_as_well()
    {
        using var files = new EmbeddedFiles();
        var store = files.Open();
        var tier = new EmbeddedTier(store);
        var key = EmbeddedFiles.Key("demo", "1.0.0");
        await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package("demo", 1));

        await GiveUpWhileHeldAsync(files, token => tier.RemoveAsync(key, token));

        (await tier.FindAsync(key, CancellationToken.None)).ShouldBeNull();
        await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package("other", 3));
        (await tier.FindAsync(key, CancellationToken.None)).ShouldBeNull("it was deleted");
    }

    private static async Task GiveUpWhileHeldAsync(EmbeddedFiles files, Func<CancellationToken, ValueTask> write)
    {
        using var other = new LiteDatabase(new ConnectionString { Filename = files.File });
        other.BeginTrans();
        other.GetCollection<EmbeddedMark>("held").Upsert(new EmbeddedMark { Id = "held" });
        using var patience = new CancellationTokenSource();
        var writing = write(patience.Token).AsTask();

        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(writing);
        other.Rollback();
    }
}
