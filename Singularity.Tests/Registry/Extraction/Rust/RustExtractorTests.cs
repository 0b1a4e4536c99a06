using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Packages;

namespace Singularity.Tests.Registry.Extraction.Rust;

public sealed class RustExtractorTests
{
    private const string Channel =
        """"
        //! A queue between tasks.
        //!
        //! ```
        //! let (tx, rx) = demo::channel::<u8>(1);
        //! ```
        #![warn(missing_docs)]

        mod queue;
        pub mod error;
        mod sealed { pub trait Sealed {} }

        pub use queue::{channel, Sender as Tx};
        pub use self::error::*;
        pub use bytes::Bytes;

        /// What to do when the queue is full.
        #[derive(Debug, Clone, Copy)]
        #[non_exhaustive]
        pub enum Policy {
            /// Wait for room.
            Wait,
            /// Drop the oldest, at most this many.
            Drop(usize),
            #[doc(hidden)]
            Internal { code: u8 },
        }

        impl Policy {
            /// Whether senders ever wait.
            pub const fn waits(&self) -> bool { matches!(self, Policy::Wait) }
            fn code(&self) -> char { '{' }
        }

        /// Consumes values.
        pub trait Sink<T>: sealed::Sealed where T: Send {
            /// What goes wrong.
            type Error;
            /// The most at once.
            const BATCH: usize = 16;
            /// Takes one value.
            fn put(&mut self, value: T) -> Result<(), Self::Error>;
            /// Takes all.
            fn put_all<I>(&mut self, all: I) -> Result<(), Self::Error>
            where
                I: IntoIterator<Item = T>,
            {
                for v in all { self.put(v)?; }
                Ok(())
            }
        }

        impl Sink<u8> for Vec<u8> { type Error = (); fn put(&mut self, value: u8) -> Result<(), ()> { Ok(()) } }

        /// Builds a queue of literals.
        #[macro_export]
        macro_rules! queue {
            (@count $x:tt) => { 1 };
            ($($x:expr),* $(,)?) => { $crate::from([$($x),*]) };
        }

        pub(crate) fn internal() {}
        #[doc(hidden)]
        pub fn private() {}
        #[cfg(test)]
        mod tests { pub fn helper() {} }
        /// The default size.
        pub const SIZE: usize = { 4 * 4 };
        pub static NAME: &'static str = "a \" { b";
        pub type Result<T, E = error::Full> = core::result::Result<T, E>;
        """";

    private const string Queue =
        """
        /// Sends values.
        ///
        /// See also [`channel`].
        pub struct Sender<T> {
            inner: T,
            /// How many fit.
            pub capacity: usize,
        }

        impl<T: Send + 'static> Sender<T> {
            /// Sends one value.
            ///
            /// # Examples
            ///
            /// ```no_run
            /// # use demo::channel;
            /// # fn main() {
            /// let (tx, _rx) = channel(1);
            ///
            /// tx.send(5).unwrap();
            /// # }
            /// ```
            ///
            /// ```text
            /// not code
            /// ```
            pub async fn send(
                &self,
                value: T,
            ) -> Result<(), crate::error::Full> {
                todo!()
            }
        }

        impl<T> Clone for Sender<T> { fn clone(&self) -> Self { todo!() } }

        /// Creates a queue.
        pub fn channel<T>(capacity: usize) -> (Sender<T>, ()) { todo!("}") }
        pub fn never_reexported() {}
        """;

    private const string Error = "//! What goes wrong.\n\n/// The queue is full.\npub struct Full(pub usize, ());\n";

    private static readonly (string, string)[] Crate = [("src/lib.rs", Channel), ("src/queue.rs", Queue), ("src/error/mod.rs", Error)];

    [Fact]
    public void The_public_api_has_the_paths_under_which_other_crates_use_it() => RustSamples.Symbols(Crate).ShouldBe(
    [
        "demo::Policy", "demo::Policy::Wait", "demo::Policy::Drop", "demo::Policy::waits",
        "demo::Sink", "demo::Sink::Error", "demo::Sink::BATCH", "demo::Sink::put", "demo::Sink::put_all",
        "demo::queue", "demo::SIZE", "demo::NAME", "demo::Result",
        "demo::error", "demo::error::Full",
        "demo::channel", "demo::Tx", "demo::Tx::send", "demo::Bytes",
    ]);

    [Theory]
    [InlineData("demo::Policy", "pub enum Policy {\n    Wait,\n    Drop(usize),\n}", "What to do when the queue is full.")]
    [InlineData("demo::Policy::waits", "pub const fn waits(&self) -> bool", "Whether senders ever wait.")]
    [InlineData("demo::Policy::Drop", "Drop(usize)", "Drop the oldest, at most this many.")]
    [InlineData("demo::Sink", "pub trait Sink<T>: sealed::Sealed where T: Send", "Consumes values.")]
    [InlineData("demo::Sink::BATCH", "const BATCH: usize", "The most at once.")]
    [InlineData("demo::Sink::put_all", "fn put_all<I>(&mut self, all: I) -> Result<(), Self::Error> where I: IntoIterator<Item = T>", "Takes all.")]
    [InlineData("demo::queue", "macro_rules! queue {\n    ($($x:expr),* $(,)?) => { ... };\n}", "Builds a queue of literals.")]
    [InlineData("demo::SIZE", "pub const SIZE: usize", "The default size.")]
    [InlineData("demo::NAME", "pub static NAME: &'static str", null)]
    [InlineData("demo::Result", "pub type Result<T, E = error::Full> = core::result::Result<T, E>", null)]
    [InlineData("demo::error", "pub mod error", "What goes wrong.")]
    [InlineData("demo::error::Full", "pub struct Full(pub usize, _)", "The queue is full.")]
    [InlineData("demo::Tx", "pub struct Sender<T> {\n    pub capacity: usize,\n    /* private fields */\n} // as Tx", "Sends values.")]
    [InlineData("demo::Tx::send", "pub async fn send(&self, value: T) -> Result<(), crate::error::Full>", "Sends one value.")]
    [InlineData("demo::Bytes", "pub use bytes::Bytes;", null)]
    public void Signatures_are_written_as_documentation_writes_them(string symbol, string signature, string? summary)
    {
        var snippet = RustSamples.Read(Crate).Single(s => s.Kind == SnippetKind.Signature && s.Symbol == symbol);
        snippet.Code.ShouldBe(signature);
        snippet.Description.ShouldBe(summary);
        snippet.Language.ShouldBe("rust");
    }

    [Fact]
    public void Examples_are_shown_without_the_lines_that_rustdoc_hides()
    {
        var examples = RustSamples.Read(Crate).Where(s => s.Kind == SnippetKind.Doctest).ToArray();
        examples.Select(s => (s.Symbol, s.Path, s.Line, s.Code)).ShouldBe(
        [
            ("demo", "src/lib.rs", 4, "let (tx, rx) = demo::channel::<u8>(1);"),
            ("demo::Tx::send", "src/queue.rs", 18, "let (tx, _rx) = channel(1);\n\ntx.send(5).unwrap();"),
        ]);
    }

    [Fact]
    public void A_re_export_of_what_is_public_already_is_listed_as_one()
    {
        var snippets = RustSamples.Read("mod a { }\npub mod task { mod spawn { /** Starts it.\n\n More. */ pub fn spawn() {} } pub use spawn::spawn; }\npub use task::spawn;");
        snippets.Select(s => (s.Symbol, s.Code, s.Description)).ShouldBe(
        [
            ("demo::spawn", "pub fn spawn()", "Starts it."),
            ("demo::task::spawn", "pub use demo::spawn;", "Starts it."),
        ], ignoreOrder: true);
    }

    [Theory]
    [InlineData("/// [![badge]][link]&ensp;[![other]][link]\n///\n/// [link]: https://demo.example\n///\n/// What it does.", "What it does.")]
    [InlineData("/// # Heading\n///\n/// Uses [`Vec`] and [`Map`](std::Map) for\n/// **speed**.\n///\n/// More.", "Uses Vec and Map for speed.")]
    [InlineData("/** Reads `a_b`\n * in one go.\n */", "Reads a_b in one go.")]
    [InlineData("#[doc = \" Says \\\"hello\\\".\"]", "Says \"hello\".")]
    [InlineData("//// Not documentation.", null)]
    [InlineData("/// ```\n/// code();\n/// ```", null)]
    public void The_summary_is_the_first_paragraph_in_plain_words(string documentation, string? summary) =>
        RustSamples.Read(documentation + "\npub fn f() {}").First(s => s.Kind == SnippetKind.Signature).Description.ShouldBe(summary);

    [Theory]
    [InlineData("", true)]
    [InlineData("rust", true)]
    [InlineData("should_panic", true)]
    [InlineData("ignore,edition2021", true)]
    [InlineData("text", false)]
    [InlineData("toml", false)]
    [InlineData("compile_fail", false)]
    [InlineData("console", false)]
    public void Only_fences_of_rust_are_examples(string info, bool isExample) =>
        RustSamples.Read($"/// ```{info}\n/// ## f();\n/// ```\npub fn f() {{}}").Any(s => s is { Kind: SnippetKind.Doctest, Code: "# f();" }).ShouldBe(isExample);

    [Fact]
    public void Items_in_braced_macro_calls_count() => RustSamples.Symbols(
        ("src/lib.rs", "cfg_net! { pub mod net; }\npin_project! { /// A future.\npub struct Wait<F> { #[pin] inner: F } }\nlazy_static::lazy_static! { pub static ref TABLE: u8 = 1; }"),
        ("src/net.rs", "pub fn connect() {}")).ShouldBe(["demo::Wait", "demo::TABLE", "demo::net::connect"]);

    [Fact]
    public void Modules_are_found_where_the_compiler_finds_them() => RustSamples.Symbols(
        ("src/lib.rs", "pub mod a;\n#[path = \"other/place.rs\"]\npub mod b;\npub mod inline { pub mod c; }\npub mod gone;"),
        ("src/a.rs", "pub mod d;"),
        ("src/a/d.rs", "pub fn in_d() {}"),
        ("src/other/place.rs", "pub fn in_b() {}"),
        ("src/inline/c/mod.rs", "pub fn in_c() {}")).ShouldBe(["demo::b::in_b", "demo::a::d::in_d", "demo::inline::c::in_c"], ignoreOrder: true);

    [Fact]
    public void Procedural_macros_are_written_as_they_are_used() => RustSamples.Read(
        "#[proc_macro_derive(Model, attributes(model))]\npub fn derive_model(i: TokenStream) -> TokenStream { i }\n#[proc_macro_attribute]\npub fn main(a: TokenStream, i: TokenStream) -> TokenStream { i }\n#[proc_macro]\npub fn sql(i: TokenStream) -> TokenStream { i }")
        .Select(s => (s.Symbol, s.Code)).ShouldBe([("demo::Model", "#[derive(Model)]"), ("demo::main", "#[main]"), ("demo::sql", "sql!() { /* proc-macro */ }")]);

    [Theory]
    [InlineData("pub fn f<'a>(c: char) -> &'a str { if c == '\\'' || c == '\"' || c == '{' { \"}\" } else { \"\" } }", "pub fn f<'a>(c: char) -> &'a str")]
    [InlineData("/* pub fn x() {} /* nested */ { */ pub fn f() { r#\" } \"# }", "pub fn f()")]
    [InlineData("pub unsafe extern \"C\" fn f(x: *const u8,) {}", "pub unsafe extern \"C\" fn f(x: *const u8)")]
    [InlineData("pub fn r#match() {}", "pub fn r#match()")]
    [InlineData("pub fn f(#[cfg(unix)] a: u8, /* b */ b: [u8; 2]) -> impl Fn(u8) -> u8 {}", "pub fn f(a: u8, b: [u8; 2]) -> impl Fn(u8) -> u8")]
    [InlineData("pub struct Map<K, V>(pub HashMap<K, V>, Vec<(K, V)>) where K: Hash;", "pub struct Map<K, V>(pub HashMap<K, V>, _) where K: Hash")]
    [InlineData("pub struct Unit;", "pub struct Unit")]
    [InlineData("pub union U { pub a: u8, pub f: fn(u8) -> Vec<u8> }", "pub union U {\n    pub a: u8,\n    pub f: fn(u8) -> Vec<u8>,\n}")]
    public void Reads_what_looks_like_something_else(string source, string signature) => RustSamples.Signature(source).ShouldBe(signature);

    [Theory]
    [InlineData("fn f() {}")]
    [InlineData("pub(crate) fn f() {}")]
    [InlineData("pub(in crate::a) struct S;")]
    [InlineData("mod a { pub fn f() {} }")]
    [InlineData("#[cfg(test)] pub fn f() {}")]
    [InlineData("#[doc(hidden)] pub mod a { pub fn f() {} }")]
    [InlineData("macro_rules! m { () => {} }")]
    [InlineData("pub fn")]
    [InlineData("")]
    public void What_other_crates_cannot_use_is_left_out(string source) => RustSamples.Read(source).ShouldBeEmpty();

    [Theory]
    [InlineData("{")]
    [InlineData("mod a {")]
    [InlineData("/*")]
    [InlineData("pub use a::{")]
    [InlineData("impl ")]
    [InlineData("<")]
    [InlineData("#[doc(")]
    [InlineData("x!{")]
    [InlineData("trait A{")]
    [InlineData("impl A{x!{")]
    [InlineData("enum A{B{")]
    [InlineData("struct A{b:")]
    [InlineData("pub macro_rules! a{")]
    public void Endless_nesting_costs_no_more_than_its_bytes(string piece) =>
        RustSamples.Read(string.Concat(Enumerable.Repeat(piece, 100_000)) + " pub fn f() {}").Count.ShouldBeLessThan(2);

    [Fact]
    public void Re_exports_in_a_circle_end() => RustSamples.Read(
        "pub mod a { pub use super::b::*; pub use super::b::x; }\npub mod b { pub use super::a::*; pub use super::a::x; pub use crate::*; }\npub use a::*; pub use b::*;")
        .ShouldBeEmpty();

    [Fact]
    public void Any_cut_of_a_crate_is_read_without_a_fault() => Prop.ForAll<int, int>((from, length) =>
    {
        var start = Math.Abs(from % Channel.Length);
        var cut = Channel.Remove(start, Math.Min(Math.Abs(length % 200), Channel.Length - start));
        return RustSamples.Read(("src/lib.rs", cut), ("src/queue.rs", Queue)).All(s => s.Line >= 1 && s.Code.Length > 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_read_without_a_fault() => Prop.ForAll<string>(text =>
        RustSamples.Read(text ?? "").All(s => s.Line >= 1)).QuickCheckThrowOnFailure();
}
