namespace Singularity.Tests.Registry.Lockfiles;

/// <summary>A small file of each format and syntax, as a start for mutations.</summary>
internal static class LockfileSamples
{
    public static IReadOnlyList<(string FileName, string Content)> All { get; } =
    [
        ("package-lock.json",
            """
            {"lockfileVersion":3,"packages":{"":{"dependencies":{"a":"^1.0.0"}},
            "node_modules/a":{"version":"1.2.3","resolved":"https://registry.example/a/-/a-1.2.3.tgz","dependencies":{"b":"https://files.example/b.tgz"}},
            "node_modules/@s/b":{"name":"c","version":"2.0.0","inBundle":true,"link":false}}}
            """),
        ("npm-shrinkwrap.json",
            """
            {"dependencies":{"a":{"version":"1.2.3","dependencies":{"b":{"version":"npm:@s/c@2.0.0","bundled":false}}},
            "d":{"version":"git+ssh://git@git.example/d.git#0123"}}}
            """),
        ("pnpm-lock.yaml",
            """
            lockfileVersion: '6.0'
            importers:
              .:
                dependencies:
                  a: {specifier: ^1.0.0, version: 1.2.3}
                  b:
                    specifier: workspace:*
                    version: link:../b
            packages:
              /@s/a/1.2.3_b@2.0.0:
                resolution: {integrity: "sha512-AAAA"}
              /a@1.2.3(b@2.0.0):
                dev: true
              '@s/c@3.0.0': {}
              ? d@file:../d
              : x
            """),
        ("yarn.lock",
            """
            # yarn lockfile v1
            "@s/a@^1.0.0", a@1:
              version "1.2.3"
              dependencies:
                b "npm:c@2"

            b@npm:c@^2.0.0:
              version "2.0.0"
            """),
        ("yarn.lock",
            """
            __metadata:
              version: 8

            "a@npm:^1.0.0, a@npm:1":
              version: 1.2.3
              resolution: "a@npm:1.2.3::__archiveUrl=x"
              dependencies: {b: "npm:^2"}
            """),
        ("Cargo.lock",
            """
            version = 4
            [[package]]
            name = "a"
            version = "1.2.3"
            source = "registry+https://github.com/rust-lang/crates.io-index"
            dependencies = ["b 2.0.0", 'c']
            [metadata]
            "checksum" = "0123"
            """),
        ("mix.lock",
            """
            %{
              "a": {:hex, :a, "1.2.3", "0123", [:mix], [{:b, "~> 2.0", [hex: :b, optional: true]}], "hexpm", "4567"}, # why
              "b" => {:git, "https://git.example/b.git", "0123", [branch: "main\"x"]},
            }
            """),
        ("packages.lock.json",
            """
            {"version":2,"dependencies":{"net10.0":{"A":{"type":"Direct","resolved":"1.2.3","dependencies":{"B":"2.0.0"}},
            "C":{"type":"Project"}}}}
            """),
        ("project.assets.json", """{"version":3,"libraries":{"A/1.2.3":{"type":"package","files":["a.dll"]},"B/1.0.0":{"type":"project"}}}"""),
        ("Directory.Packages.props",
            """
            <?xml version="1.0" encoding="utf-8"?>
            <Project><PropertyGroup><V>1.2.3</V></PropertyGroup><ItemGroup>
            <PackageVersion Include="A" Version="$(V)" /><PackageVersion Include="B"><Version>[2.0.0,)</Version></PackageVersion><!-- c -->
            </ItemGroup></Project>
            """),
        ("a.csproj", """<Project Sdk="x"><ItemGroup><PackageReference Include="A;B" Version="1.2.3" /><PackageReference Update="C" /></ItemGroup></Project>"""),
        ("requirements.txt",
            """
            # comment
            -r other.txt
            a[x,y]==1.2.3 \
              --hash=sha256:0123 ; python_version < "3.12"
            b >=1,<2  # why
            -e git+https://git.example/c.git#egg=c
            d @ https://files.example/d.zip
            """),
        ("poetry.lock",
            """
            [[package]]
            name = "a"
            version = "1.2.3"
            source = {type = "legacy", url = "https://pypi.example/simple"}
            [package.dependencies]
            b = {version = ">=1", markers = "python_version < \"3.12\""}
            [metadata]
            lock-version = "2.1"
            """),
        ("uv.lock",
            """
            version = 1
            [[package]]
            name = "a"
            version = "1.2.3"
            source = { registry = "https://pypi.org/simple" }
            wheels = [{ url = "https://files.pythonhosted.org/a.whl", size = 12 }]
            """),
        ("Pipfile.lock",
            """
            {"_meta":{"sources":[{"name":"pypi","url":"https://pypi.org/simple"}]},"default":{"a":{"version":"==1.2.3","index":"pypi"},
            "b":{"git":"https://git.example/b.git"}},"develop":{}}
            """),
    ];
}
