using Singularity.Registry.Search.Feeding;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Search.Feeding;

public sealed class RevisionWindowTests
{
    [Fact]
    public void Lists_again_what_came_in_the_last_half_minute_and_knows_what_was_taken()
    {
        var time = new FakeTimeProvider();
        var window = new RevisionWindow(time);
        window.Take("a", 5);
        window.Close(5);
        window.From.ShouldBe(0);
        window.IsTaken("a", 5).ShouldBeTrue();
        window.IsTaken("a", 6).ShouldBeFalse();

        time.Advance(TimeSpan.FromSeconds(20));
        window.Take("b", 9);
        window.Close(9);

        // Number 4 may still be committed by whoever took it before 5 was seen: it is listed no more than 35 seconds after.
        window.From.ShouldBe(5);
        window.IsTaken("b", 9).ShouldBeTrue();
        window.Close(12);
        window.From.ShouldBe(5);

        time.Advance(TimeSpan.FromSeconds(20));
        window.Close(12);
        window.From.ShouldBe(9);
        window.IsTaken("b", 9).ShouldBeFalse();
    }
}
