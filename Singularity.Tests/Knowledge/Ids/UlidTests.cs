using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Ids;
using Singularity.Tests.Support;

namespace Singularity.Tests.Knowledge.Ids;

public sealed class UlidTests
{
    private static readonly Arbitrary<Ulid> Ids =
        (from high in Gen.Choose(int.MinValue, int.MaxValue)
         from middle in Gen.Choose(int.MinValue, int.MaxValue)
         from low in Gen.Choose(int.MinValue, int.MaxValue)
         from rest in Gen.Choose(int.MinValue, int.MaxValue)
         select new Ulid(((UInt128)(((ulong)(uint)high << 32) | (uint)middle) << 64) | ((ulong)(uint)low << 32) | (uint)rest)).ToArbitrary();

    [Fact]
    public void Writes_the_example_of_the_specification_as_it_does()
    {
        // The specification's 01ARZ3NDEKTSV4RRFFQ69G5FAV carries this time.
        Ulid.Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV").Timestamp.ShouldBe(1_469_922_850_259);
        new Ulid(1_469_922_850_259, new byte[10]).ToString().ShouldBe("01ARZ3NDEK0000000000000000");
        new Ulid(UInt128.MaxValue).ToString().ShouldBe("7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
    }

    [Fact]
    public void A_text_gives_back_its_id_in_either_case() => Check.QuickThrowOnFailure(Prop.ForAll(
        Ids, id => Ulid.Parse(id.ToString()) == id && Ulid.Parse(id.ToString().ToLowerInvariant()) == id));

    [Fact]
    public void Texts_sort_like_ids() => Check.QuickThrowOnFailure(Prop.ForAll(
        Ids, Ids, (left, right) => Math.Sign(string.CompareOrdinal(left.ToString(), right.ToString())) == Math.Sign(left.CompareTo(right))));

    [Fact]
    public void JSON_gives_back_the_id() => Check.QuickThrowOnFailure(Prop.ForAll(Ids, id =>
    {
        var query = new Pattern { Id = id, State = PatternState.Awaited };
        JsonSerializer.Deserialize(JsonSerializer.Serialize(query, SingularityJson.Default.Pattern), SingularityJson.Default.Pattern)!.Id.ShouldBe(id);
    }));

    [Fact]
    public void No_text_makes_reading_throw_and_what_is_read_is_no_other_id() => Check.QuickThrowOnFailure(Prop.ForAll(HostileText.Arbitrary, text =>
    {
        if (Ulid.TryParse(text, out var id))
        {
            id.ToString().ShouldBe(text.ToUpperInvariant().Replace('I', '1').Replace('L', '1').Replace('O', '0'));
        }
    }));

    [Theory]
    [InlineData("")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FA")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAVV")]
    [InlineData("81ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAU")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FA ")]
    public void Refuses_what_is_no_id(string text) => Ulid.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Ids_grow_whatever_the_clock_does() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(-100_000_000, 100_000_000).ListOf().ToArbitrary(),
        moves =>
        {
            var time = new MovableTime();
            var factory = new UlidFactory(time);
            var last = factory.Next();
            foreach (var move in moves)
            {
                time.Now += TimeSpan.FromMilliseconds(move);
                var next = factory.Next();
                (next > last).ShouldBeTrue();
                last = next;
            }
        }));

    [Fact]
    public void An_id_carries_the_time_of_a_clock_that_goes_forward()
    {
        var time = new MovableTime();
        var factory = new UlidFactory(time);
        factory.Next();
        time.Now += TimeSpan.FromDays(1);

        factory.Next().Timestamp.ShouldBe(time.Now.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Callers_at_once_get_ids_of_their_own()
    {
        var factory = new UlidFactory(new MovableTime());
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 2_000).Select(_ => factory.Next()).ToList())));

        ids.SelectMany(static some => some).Distinct().Count().ShouldBe(16_000);
        ids.ShouldAllBe(static some => some.SequenceEqual(some.Order()));
    }
}
