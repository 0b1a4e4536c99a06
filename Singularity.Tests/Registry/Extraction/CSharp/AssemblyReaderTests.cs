using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Extraction.CSharp;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Extraction.CSharp;

public sealed class AssemblyReaderTests
{
    [Theory]
    [InlineData("public class A;", "public class A")]
    [InlineData("public sealed class A : System.IDisposable { public void Dispose() { } }", "public sealed class A : IDisposable")]
    [InlineData("public abstract class A<T> where T : class, new();", "public abstract class A<T> where T : class, new()")]
    [InlineData("public static class A;", "public static class A")]
    [InlineData("public readonly struct A;", "public readonly struct A")]
    [InlineData("public ref struct A;", "public ref struct A")]
    [InlineData("public record A(int X);", "public record A")]
    [InlineData("public readonly record struct A(int X);", "public readonly record struct A")]
    [InlineData("public interface A<in T, out TResult> where TResult : notnull;", "public interface A<in T, out TResult> where TResult : notnull")]
    [InlineData("public delegate System.Threading.Tasks.Task<T?> A<T>(string? name, params int[] rest) where T : class;",
        "public delegate Task<T?> A<T>(string? name, params int[] rest) where T : class;")]
    [InlineData("[System.Flags] public enum A : byte { None = 0, Some = 4 }", "[Flags]\npublic enum A : byte\n{\n    None = 0,\n    Some = 4,\n}")]
    [InlineData("""[System.Obsolete("Use \"B\".")] public class A;""", """
        [Obsolete("Use \"B\".")]
        public class A
        """)]
    [InlineData("public class A : System.Collections.Generic.List<string?> { }", "public class A : List<string?>")]
    [InlineData("public class A : B, C; public class B; public interface C;", "public class A : B, C")]
    [InlineData("public class A : C; interface C;", "public class A")]
    public void Declares_types(string source, string expected) => Declaration(source, "A").ShouldBe(expected.ReplaceLineEndings("\n"));

    [Theory]
    [InlineData("public void M() { }", "public void M();")]
    [InlineData("public A(int x = 5) { }", "public A(int x = 5);")]
    [InlineData("protected internal virtual object? M(string s) => null;", "protected internal virtual object? M(string s);")]
    [InlineData("public static (int Count, string? Name)? M(dynamic x) => null;", "public static (int Count, string? Name)? M(dynamic x);")]
    [InlineData("public System.Collections.Generic.Dictionary<string?, System.Collections.Generic.KeyValuePair<int, string?>?> M() => new();",
        "public Dictionary<string?, KeyValuePair<int, string?>?> M();")]
    [InlineData("public (int a, (string b, int c) d) M() => default;", "public (int a, (string b, int c) d) M();")]
    [InlineData("public (int a, int b, int c, int d, int e, int f, int g, string? h, string i) M() => default;",
        "public (int a, int b, int c, int d, int e, int f, int g, string? h, string i) M();")]
    [InlineData("public void M(in int a, ref string b, out string? c, ref readonly int d) { c = b; }", "public void M(in int a, ref string b, out string? c, ref readonly int d);")]
    [InlineData("public ref readonly int M(ref int x) => ref x;", "public ref readonly int M(ref int x);")]
    [InlineData("public T? M<T>(T value) where T : struct, System.IComparable<T> => value;", "public T? M<T>(T value) where T : struct, IComparable<T>;")]
    [InlineData("public T? M<T>(T? value) => value;", "public T? M<T>(T? value);")]
    [InlineData("public unsafe void M<T>(T* p) where T : unmanaged { }", "public void M<T>(T* p) where T : unmanaged;")]
    [InlineData("public void M(string s = \"a\\n\\\"b\", char c = '\\'', double d = 1.5, float f = 2, long l = -3, bool b = true, decimal m = 1.10m) { }",
        "public void M(string s = \"a\\n\\\"b\", char c = '\\'', double d = 1.5, float f = 2f, long l = -3, bool b = true, decimal m = 1.10m);")]
    [InlineData("public void M(System.Threading.CancellationToken token = default, string? s = null, int? i = null, System.DayOfWeek day = System.DayOfWeek.Friday) { }",
        "public void M(CancellationToken token = default, string? s = null, int? i = null, DayOfWeek day = (DayOfWeek)5);")]
    [InlineData("public System.Collections.Generic.Dictionary<string, System.Func<int, string?>?>[]? M(int[,] x, string?[][] y) => null;",
        "public Dictionary<string, Func<int, string?>?>[]? M(int[,] x, string?[][] y);")]
    [InlineData("public System.Collections.Generic.Dictionary<string, int>.Enumerator M() => default;", "public Dictionary<string, int>.Enumerator M();")]
    [InlineData("public void M(int @class, int[] @params) { }", "public void M(int @class, int[] @params);")]
    [InlineData("public static A operator +(A a, A b) => a;", "public static A operator +(A a, A b);")]
    [InlineData("public static explicit operator int(A a) => 1;", "public static explicit operator int(A a);")]
    [InlineData("public string Name { get; protected set; } = \"\";", "public string Name { get; protected set; }")]
    [InlineData("public required string? Name { get; init; }", "public required string? Name { get; init; }")]
    [InlineData("public static int Count => 1;", "public static int Count { get; }")]
    [InlineData("public string this[int index, string? key] => \"\";", "public string this[int index, string? key] { get; }")]
    [InlineData("public event System.EventHandler<string?>? Changed;", "public event EventHandler<string?>? Changed;")]
    [InlineData("public const string Name = \"x\";", "public const string Name = \"x\";")]
    [InlineData("public static readonly System.TimeSpan? Limit;", "public static readonly TimeSpan? Limit;")]
    [InlineData("protected volatile int state;", "protected volatile int state;")]
    [InlineData("public nint M(nuint x) => 0;", "public nint M(nuint x);")]
    [InlineData("public delegate bool Test<T>(T x);", "public delegate bool Test<T>(T x);")]
    public void Declares_members(string member, string expected) => Members($"public class A {{ {member} }}").ShouldContain(expected);

    [Theory]
    [InlineData("private void M() { }")]
    [InlineData("internal void M() { }")]
    [InlineData("private protected void M() { }")]
    [InlineData("public override string ToString() => \"\";")]
    [InlineData("~A() { }")]
    [InlineData("void System.IDisposable.Dispose() { }")]
    [InlineData("[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)] public void M() { }")]
    [InlineData("internal int Count { get; set; }")]
    [InlineData("private class B { public void M() { } }")]
    [InlineData("public static System.Func<int> F() => static () => 1; internal static int G() { return 1; }", "public static Func<int> F();")]
    public void Leaves_out_what_nobody_is_meant_to_use(string member, params string[] rest) =>
        Members($"public class A : System.IDisposable {{ public A() {{ }} {(member.Contains("Dispose", StringComparison.Ordinal) ? "" : "void System.IDisposable.Dispose() { }")} {member} }}")
            .ShouldBe(["public A();", .. rest], ignoreOrder: true);

    [Fact]
    public void Members_of_interfaces_are_written_as_there() =>
        Members("public interface I<T> { void M(); static abstract T Create(); int Count { get; set; } static virtual int N() => 1; }").ShouldBe(
            ["void M();", "static abstract T Create();", "int Count { get; set; }", "static virtual int N();"], ignoreOrder: true);

    [Fact]
    public void Extension_methods_keep_their_this() =>
        Members("public static class A { public static int Twice(this string? s) => 2; }").ShouldBe(["public static int Twice(this string? s);"]);

    [Fact]
    public void Inheritance_is_told() =>
        Members("""
            public abstract class A { public abstract void M(); public virtual void N() { } }
            public class B : A, System.IDisposable { public override void M() { } public sealed override void N() { } public void Dispose() { } }
            """).ShouldBe(
            [
                "protected A();", "public abstract void M();", "public virtual void N();",
                "public B();", "public override void M();", "public sealed override void N();", "public void Dispose();",
            ], ignoreOrder: true);

    [Fact]
    public void Records_are_without_what_the_compiler_makes() =>
        Members("public record A(int X, string? Name) { public int Twice() => 2 * X; }").ShouldBe(
            ["public A(int X, string? Name);", "public int X { get; init; }", "public string? Name { get; init; }", "public int Twice();"], ignoreOrder: true);

    [Fact]
    public void Symbols_are_qualified_and_documentation_identifiers_are_the_compilers()
    {
        const string source = """
            using System.Collections.Generic;
            namespace Demo.Things;
            /// <summary>x</summary>
            public class Box<T>
            {
                /// <summary>x</summary>
                public Box(IEnumerable<T> items) { }
                /// <summary>x</summary>
                public Dictionary<string, T>.Enumerator Map<TKey>(ref List<TKey>[] keys, int[,] grid, T? item, (int a, string b) pair) => default;
                /// <summary>x</summary>
                public T this[int index] => throw null!;
                /// <summary>x</summary>
                public event System.Action? Changed;
                /// <summary>x</summary>
                public static readonly int Limit = 1;
                /// <summary>x</summary>
                public static implicit operator string(Box<T> box) => "";
                /// <summary>x</summary>
                public class Inner<U> { /// <summary>x</summary>
                    public void M(Inner<T> other) { } }
            }
            """;
        var (assembly, documentation) = CSharpCompiler.Compile(source);
        var symbols = AssemblyReader.Read(assembly);
        var documented = XmlDocumentation.Read(documentation).Select(m => m.Id).ToArray();

        symbols.Select(s => s.Name).ShouldBe(
            [
                "Demo.Things.Box<T>", "Demo.Things.Box<T>.Inner<U>", "Demo.Things.Box<T>.this[]", "Demo.Things.Box<T>.Changed", "Demo.Things.Box<T>.Limit",
                "Demo.Things.Box<T>.Box", "Demo.Things.Box<T>.Map", "Demo.Things.Box<T>.implicit operator string", "Demo.Things.Box<T>.Inner<U>.M",
                "Demo.Things.Box<T>.Inner<U>.Inner",
            ], ignoreOrder: true);
        documented.Length.ShouldBe(9);
        symbols.Select(s => s.DocumentationId).ShouldBe([.. documented, "M:Demo.Things.Box`1.Inner`1.#ctor"], ignoreOrder: true);
    }

    [Fact]
    public void No_change_of_bytes_makes_it_throw()
    {
        var good = File.ReadAllBytes(typeof(Should).Assembly.Location);
        AssemblyReader.Read(good).Count.ShouldBeGreaterThan(500);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(
            Gen.Three(Gen.Choose(0, int.MaxValue)).ListOf(40).ToArbitrary(),
            flips =>
            {
                var bytes = (byte[])good.Clone();
                foreach (var (where, what, dense) in flips)
                {
                    // Half of them hit the tables, which are a small part of the file.
                    var at = dense % 2 == 0 ? where % bytes.Length : MetadataStart(good) + (where % 20_000);
                    bytes[at] = (byte)what;
                }

                AssemblyReader.Read(bytes).ShouldNotBeNull();
            }));
    }

    [Fact]
    public void No_cut_makes_it_throw()
    {
        var (good, _) = CSharpCompiler.Compile("public class A { public int X { get; set; } public event System.Action? E; public void M<T>(T x) { } }");
        for (var length = 0; length < good.Length; length++)
        {
            AssemblyReader.Read(good[..length]).Count.ShouldBeLessThanOrEqualTo(6);
        }
    }

    [Fact]
    public void A_deep_signature_costs_no_stack()
    {
        var (good, _) = CSharpCompiler.Compile($"public class A {{ public int{string.Concat(Enumerable.Repeat("[]", 1500))} F = null!; public int G; }}");
        AssemblyReader.Read(good).Select(s => s.Name).ShouldBe(["A", "A.G", "A.A"], ignoreOrder: true);
    }

    private static int MetadataStart(byte[] assembly) => assembly.AsSpan().IndexOf("BSJB"u8);

    private static string Declaration(string source, string type) =>
        AssemblyReader.Read(CSharpCompiler.Compile(source).Assembly).Single(s => s.IsType && s.Name.Split('<')[0] == type).Declaration;

    private static IEnumerable<string> Members(string source) =>
        AssemblyReader.Read(CSharpCompiler.Compile(source).Assembly).Where(s => !s.IsType || s.Name.Contains('.')).Select(s => s.Declaration);
}
