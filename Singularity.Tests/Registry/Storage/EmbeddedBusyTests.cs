using LiteDB;
using Singularity.Registry.Storage.Embedded;
using Singularity.Registry.Tiers;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Storage;

/// <summary>A file that is whole but does not take writes for a while.</summary>
public sealed class EmbeddedBusyTests
{
    [Fact]
    public async Task A_file_that_another_program_holds_is_left_out_and_tried_again()
    {
        using var files = new EmbeddedFiles();
        var store = files.Open();
        await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package("demo", 1));
        using (var other = new LiteDatabase(new ConnectionString { Filename = files.File }))
        {
            other.BeginTrans();
            other.GetCollection<EmbeddedMark>("held").Upsert(new EmbeddedMark { Id = "held" });

            // Copies of what PostgreSQL holds may be missing; they never fail the write of which they are a copy.
            await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package("demo", 2));
            await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package("demo", 3));
            var (package, entry) = EmbeddedFiles.Package("only-here", 0);
            var refused = Should.Throw<EmbeddedFileException>(() => { _ = store.StoreAsync(package, entry, CancellationToken.None); });

            refused.Fault.ShouldBe(EmbeddedFault.Locked);
            refused.Message.ShouldContain(files.File);
            refused.Message.ShouldContain("another program");
            other.Rollback();
        }

        (await FindAsync(store, "demo")).ShouldBeNull("the file holds revision 1, though 3 was acknowledged");
        files.Log.Of(2103).ShouldHaveSingleItem().ShouldContain("another program");
        files.Aside.ShouldBeEmpty();

        files.Time.Advance(files.Retry);
        await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package("other", 1));

        files.Log.Of(2104).ShouldHaveSingleItem();
        (await FindAsync(store, "other"))!.Revision.ShouldBe(1);
        (await FindAsync(store, "demo")).ShouldBeNull();
        await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package("demo", 3));
        (await FindAsync(store, "demo"))!.Revision.ShouldBe(3);
    }

    [Fact]
    public async Task A_file_that_another_program_holds_at_the_start_is_not_moved_and_is_used_once_it_is_free()
    {
        using var files = new EmbeddedFiles();
        EmbeddedStore store;
        using (var other = new LiteDatabase(new ConnectionString { Filename = files.File }))
        {
            other.BeginTrans();
            other.GetCollection<EmbeddedMark>("held").Upsert(new EmbeddedMark { Id = "held" });

            store = files.Open();

            Should.Throw<EmbeddedFileException>(() => { _ = store.ReadPending(); }).Fault.ShouldBe(EmbeddedFault.Locked);
            other.Rollback();
        }

        files.Log.Of(2103).Count.ShouldBe(2, "once of reads, once of writes");
        files.Aside.ShouldBeEmpty();

        files.Time.Advance(files.Retry);
        await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package("demo", 1));

        (await FindAsync(store, "demo"))!.Revision.ShouldBe(1);
        files.Log.Of(2104).Count.ShouldBe(2);
    }

    [SmallDiskFact]
    public async Task A_full_disk_stores_nothing_by_halves_and_reads_go_on()
    {
        using var disk = SmallDisk.Mount();
        using var files = new EmbeddedFiles(disk.Path);
        var filler = Path.Combine(disk.Path, "filler");
        await System.IO.File.WriteAllBytesAsync(filler, new byte[1024 * 1024]);
        var store = files.Open();
        var stored = new List<string>();
        EmbeddedFileException? refused = null;
        for (var i = 0; refused is null && i < 1_000; i++)
        {
            var (package, entry) = EmbeddedFiles.Package($"demo-{i}", 1, size: 60_000);
            try
            {
                await store.StoreAsync(package, entry, CancellationToken.None);
                stored.Add($"demo-{i}");
            }
            catch (EmbeddedFileException exception)
            {
                refused = exception;
            }
        }

        refused.ShouldNotBeNull("the disk holds two megabytes").Fault.ShouldBe(EmbeddedFault.Unusable);
        refused.Message.ShouldContain("disk has room");
        stored.ShouldNotBeEmpty();
        var lost = $"demo-{stored.Count}";
        await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package(lost, 1));
        (await FindAsync(store, lost)).ShouldBeNull();
        (await store.ReadSnippetsAsync(Singularity.Contracts.Identity.Ecosystem.Npm, lost, "1.0.0", CancellationToken.None)).ShouldBeEmpty();
        foreach (var name in stored)
        {
            (await FindAsync(store, name))!.Read().Description.ShouldBe($"{name} written 1 times");
        }

        files.Log.Of(2103).ShouldHaveSingleItem();
        files.Aside.ShouldBeEmpty();

        System.IO.File.Delete(filler);
        files.Time.Advance(files.Retry);
        await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package("small", 1));
        await EmbeddedFiles.CopyAsync(store, EmbeddedFiles.Package(lost, 1));

        files.Log.Of(2104).ShouldHaveSingleItem();
        (await FindAsync(store, lost))!.Revision.ShouldBe(1);
        (await FindAsync(store, stored[0]))!.Revision.ShouldBe(1);
        files.Close();
    }

    [Fact]
    public void While_a_file_does_not_answer_one_caller_at_a_time_tries_it()
    {
        var time = new FakeTimeProvider();
        var retry = TimeSpan.FromSeconds(5);
        var guard = new EmbeddedBreak(retry, time);
        var fault = new EmbeddedFileException(EmbeddedFault.Locked, "held", LiteException.LOCK_TIMEOUT);

        guard.ThrowIfOpen();
        guard.Open(fault).ShouldBeTrue();
        Should.Throw<EmbeddedFileException>(guard.ThrowIfOpen).Message.ShouldBe("held");
        time.Advance(retry);
        guard.ThrowIfOpen();
        Should.Throw<EmbeddedFileException>(guard.ThrowIfOpen).Fault.ShouldBe(EmbeddedFault.Locked);
        guard.Open(fault).ShouldBeFalse();
        time.Advance(retry);
        guard.ThrowIfOpen();
        guard.Close().ShouldBeTrue();
        guard.ThrowIfOpen();
        guard.Close().ShouldBeFalse();
    }

    private static ValueTask<PackageEntry?> FindAsync(EmbeddedStore store, string name) => store.FindAsync(EmbeddedFiles.Key(name), CancellationToken.None);
}
