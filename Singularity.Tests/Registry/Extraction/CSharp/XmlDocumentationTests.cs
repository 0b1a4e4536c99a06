using System.Text;
using Singularity.Registry.Extraction.CSharp;

namespace Singularity.Tests.Registry.Extraction.CSharp;

public sealed class XmlDocumentationTests
{
    [Fact]
    public void An_example_without_code_is_its_text_and_one_with_code_is_the_code()
    {
        var members = XmlDocumentation.Read(Encoding.UTF8.GetBytes(
            """
            <doc><members>
            <member name="F:Backoff.Constant"><summary>Always the same.</summary>
            <example>
            200ms, 200ms, etc.
            </example></member>
            <member name="M:Retry.Run">
            <example>Waits between attempts:
            <code>
            retry.Run();
            </code></example></member>
            <member name="M:Retry.Stop"><example> </example></member>
            </members></doc>
            """));

        members[0].Examples.ShouldHaveSingleItem().ShouldBe(new DocumentationExample("200ms, 200ms, etc.", 3, "", IsProse: true));
        members[1].Examples.ShouldHaveSingleItem().ShouldBe(new DocumentationExample("retry.Run();", 9, "Waits between attempts:"));
        members[2].Examples.ShouldBeEmpty();
    }
}
