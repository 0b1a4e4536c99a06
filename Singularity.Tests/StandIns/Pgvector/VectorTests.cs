using Pgvector;

namespace Singularity.Tests.StandIns.Pgvector;

public sealed class VectorTests
{
    [Fact]
    public void Reads_and_writes_its_text_form()
    {
        new Vector("[1,2.5,-3e-2]").ToArray().ShouldBe([1, 2.5f, -0.03f]);
        new Vector(new float[] { 1, 2.5f }).ToString().ShouldBe("[1,2.5]");
        Should.Throw<FormatException>(() => new Vector("[1,x]"));
    }

    [Fact]
    public void Is_equal_when_all_elements_are()
    {
        var vector = new Vector(new float[] { 1, 2 });

        vector.ShouldBe(new Vector("[1,2]"));
        vector.GetHashCode().ShouldBe(new Vector("[1,2]").GetHashCode());
        (vector == new Vector("[1,3]")).ShouldBeFalse();
        (vector != null).ShouldBeTrue();
        vector.Memory.Length.ShouldBe(2);
    }
}
