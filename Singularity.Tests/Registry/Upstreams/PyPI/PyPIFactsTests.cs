using Singularity.Contracts.Packages;
using Singularity.Registry.Upstreams.PyPI;

namespace Singularity.Tests.Registry.Upstreams.PyPI;

public sealed class PyPIFactsTests
{
    [Theory]
    [InlineData("requests", "requests", "", false)]
    [InlineData("Foo.Bar_baz >= 1.0, < 2 ; python_version<'3'", "foo-bar-baz", ">=1.0,<2; python_version<'3'", false)]
    [InlineData("foo (==1.*)", "foo", "==1.*", false)]
    [InlineData("foo[a,b]~=1.2;extra=='x'", "foo", "~=1.2; extra=='x'", true)]
    [InlineData("foo; sys_platform == 'extra'", "foo", "; sys_platform == 'extra'", false)]
    [InlineData("foo @ https://me:secret@example.org/foo;v1.zip ; extra == \"x\"", "foo", "@ https://example.org/foo;v1.zip; extra == \"x\"", true)]
    [InlineData("foo[unclosed", "foo", "", false)]
    public void Reads_requirements(string text, string name, string requirement, bool optional) =>
        PyPIRequirement.Read(text).ShouldBe(new PackageDependency(name, requirement, optional ? "optional" : "runtime", optional));

    [Theory]
    [InlineData("")]
    [InlineData(">=1.0")]
    [InlineData("[x]")]
    public void A_requirement_without_a_name_is_none(string text) => PyPIRequirement.Read(text).ShouldBeNull();

    [Theory]
    [InlineData("MIT OR Apache-2.0", "ignored", "", "MIT OR Apache-2.0", "MIT OR Apache-2.0")]
    [InlineData(null, "BSD", "License :: OSI Approved :: BSD License", null, "BSD")]
    [InlineData(null, null, "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0", "Mozilla Public License 2.0 (MPL 2.0)")]
    [InlineData(null, "BSD-3-Clause OR MIT", "License :: OSI Approved :: MIT License|License :: OSI Approved :: BSD License", "BSD-3-Clause OR MIT", "BSD-3-Clause OR MIT")]
    [InlineData(null, "Permission is hereby granted,\nfree of charge", "License :: OSI Approved|License :: OSI Approved :: MIT License", "MIT", "MIT License")]
    [InlineData(null, null, "Topic :: Utilities", null, null)]
    public void Reads_the_licence_where_it_is_stated(string? expression, string? text, string classifiers, string? spdx, string? raw) =>
        PyPILicense.Of(new PyPIInfo { LicenseExpression = expression, License = text, Classifiers = classifiers.Split('|') }).ShouldBe((spdx, raw));

    [Theory]
    [InlineData("demo", "demo-1.0.tar.gz", "1.0")]
    [InlineData("python-dateutil", "python-dateutil-2.9.0.post0.tar.gz", "2.9.0.post0")]
    [InlineData("zope-interface", "zope.interface-6.0-cp311-cp311-win_amd64.whl", "6.0")]
    [InlineData("demo", "demo-1.0-1-py3-none-any.whl", "1.0")]
    [InlineData("demo", "demo-1.0.zip", "1.0")]
    [InlineData("demo", "other-1.0.tar.gz", null)]
    [InlineData("demo", "demo-1.0.exe", null)]
    [InlineData("demo", "demo-1.0.whl", null)]
    public void Reads_the_version_in_a_files_name(string project, string file, string? version) => PyPIFileName.Version(project, file).ShouldBe(version);
}
