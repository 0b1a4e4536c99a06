using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Search.Index;

namespace Singularity.Tests.Registry.Search.Index;

public sealed class PostingListTests
{
    [Fact]
    public void Behaves_like_a_sorted_dictionary() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<(byte Slot, bool Adds)[]>(),
        static changes =>
        {
            var (list, expected) = (new PostingList(), new SortedDictionary<int, uint>());
            uint counts = 0;
            foreach (var (slot, adds) in changes)
            {
                if (adds)
                {
                    list.Set(slot, ++counts);
                    expected[slot] = counts;
                }
                else
                {
                    list.Remove(slot);
                    expected.Remove(slot);
                }
            }

            return list.Slots.ToArray().SequenceEqual(expected.Keys) && list.Counts.ToArray().SequenceEqual(expected.Values);
        }));
}
