using LiteDB;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Singularity.Registry.Search.Feeding;
using Singularity.Registry.Storage.Coherence;
using Singularity.Registry.Storage.Embedded;
using Singularity.Registry.Tiers;
using Singularity.Registry.Tiers.Memory;

namespace Singularity.Tests.Registry.Storage;

/// <summary>A record on its way into the file, read from PostgreSQL or just written there, and a deletion of it that comes meanwhile.</summary>
public sealed class EmbeddedBackFillTests : IDisposable
{
    private static readonly string Key = EmbeddedFiles.Key("demo", "1.0.0");

    private readonly EmbeddedFiles _files = new();
    private readonly KeyStamps _stamps = new();
    private readonly EmbeddedStore _store;
    private readonly IndexSignal _search = new();
    private readonly ChangeApplier _applier;

    public EmbeddedBackFillTests()
    {
        _store = _files.Open();
        _applier = new ChangeApplier(
            new MemoryTier(Options.Create(new TierOptions()), _files.Time), _store, new MissingPackages(Options.Create(new TierOptions()), _files.Time), _stamps,
            _search, NullLogger<ChangeApplier>.Instance);
    }

    public void Dispose()
    {
        _search.Dispose();
        _files.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("1.0.0")]
    public async Task A_copy_that_waited_for_the_file_is_not_stored_if_its_package_was_deleted_meanwhile(string? version)
    {
        var (key, stamp) = (EmbeddedFiles.Key("demo", version), _stamps.Read(EmbeddedFiles.Key("demo", version)));
        Task copying;
        using (var other = new LiteDatabase(new ConnectionString { Filename = _files.File }))
        {
            other.BeginTrans();
            other.GetCollection<EmbeddedMark>("held").Upsert(new EmbeddedMark { Id = "held" });
            copying = Task.Run(() => _store.CopyAsync(key, EmbeddedFiles.Package("demo", 1).Entry, () => _stamps.Read(key) == stamp, CancellationToken.None).AsTask());

            await _applier.ApplyAsync(Key, PackageEntry.Marker(2), CancellationToken.None);

            other.Rollback();
        }

        await copying;
        _store.Find(Key).ShouldBeNull("it was deleted");
        _store.ReadRevisions().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deletion_that_does_not_find_a_copy_which_is_being_stored_keeps_it_from_being_read(bool heard)
    {
        var copied = 0;
        await _store.CopyAsync(Key, EmbeddedFiles.Package("demo", 1).Entry, IsCurrent, CancellationToken.None);

        // Nobody else can write into the file while this is asked, and nobody finds what is not committed.
        bool IsCurrent()
        {
            copied++;
            var marker = PackageEntry.Marker(2);
            Task.Run(() => heard
                ? _applier.ApplyAsync(Key, marker, CancellationToken.None).AsTask()
                : _store.StoreAsync(Key, marker, CancellationToken.None).AsTask()).GetAwaiter().GetResult();
            return true;
        }

        copied.ShouldBe(1);
        _store.Find(Key).ShouldBeNull("it was deleted");
        await EmbeddedFiles.CopyAsync(_store, EmbeddedFiles.Package("other", 3));
        _store.Find(Key).ShouldBeNull("it was deleted");
        _store.ReadRevisions().Select(static held => held.Revision).ShouldBe([3L]);
    }

    [Fact]
    public async Task What_was_written_here_and_deleted_elsewhere_before_it_is_copied_stays_away()
    {
        var memory = new MemoryTier(Options.Create(new TierOptions()), _files.Time);
        await _applier.ApplyAsync(Key, PackageEntry.Marker(2), CancellationToken.None);

        await EmbeddedFiles.CopyAsync(_store, EmbeddedFiles.Package("demo", 1), _stamps);
        memory.Store(Key, EmbeddedFiles.Package("demo", 1).Entry, _stamps.Heard);
        memory.Store(EmbeddedFiles.Key("demo"), EmbeddedFiles.Package("demo", 1).Entry, _stamps.Heard);

        _store.Find(Key).ShouldBeNull("it was deleted");
        memory.Find(Key).ShouldBeNull("it was deleted");
        memory.Find(EmbeddedFiles.Key("demo")).ShouldBeNull("it was deleted");

        await EmbeddedFiles.CopyAsync(_store, EmbeddedFiles.Package("demo", 3), _stamps);
        memory.Store(Key, EmbeddedFiles.Package("demo", 3).Entry, _stamps.Heard);
        _store.Find(Key)!.Revision.ShouldBe(3);
        memory.Find(Key)!.Revision.ShouldBe(3);
    }

    [Fact]
    public async Task The_echo_of_what_is_just_being_copied_takes_nothing_away()
    {
        var copied = 0;
        await _store.CopyAsync(Key, EmbeddedFiles.Package("demo", 1).Entry, IsCurrent, CancellationToken.None);

        bool IsCurrent()
        {
            copied++;
            Task.Run(() => _applier.ApplyAsync(Key, EmbeddedFiles.Package("demo", 1).Entry, CancellationToken.None).AsTask()).GetAwaiter().GetResult();
            return true;
        }

        copied.ShouldBe(1);
        _store.Find(Key)!.Revision.ShouldBe(1);
    }

    [Fact]
    public async Task A_copy_that_nothing_changed_is_stored()
    {
        await _store.CopyAsync(EmbeddedFiles.Key("demo"), EmbeddedFiles.Package("demo", 1).Entry, static () => true, CancellationToken.None);

        _store.Find(Key)!.Revision.ShouldBe(1);
    }

    [Fact]
    public async Task Of_transactions_that_read_before_they_write_none_loses_what_another_wrote()
    {
        const int Times = 1_000;
        var databases = new[] { _files.OpenDatabase(), _files.OpenDatabase() };
        using var start = new Barrier(databases.Length);
        var adding = databases.Select(database => Task.Run(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < Times; i++)
            {
                database.InTransaction(() => database.Jobs.Upsert(
                    new EmbeddedJob { Id = "sum", CreatedAt = (database.Jobs.FindById("sum")?.CreatedAt ?? 0) + 1 }));
            }
        }));

        await Task.WhenAll(adding);

        databases[0].Jobs.FindById("sum")!.CreatedAt.ShouldBe(Times * databases.Length);
    }
}
