namespace Singularity.Contracts.Knowledge;

/// <summary>How far a pattern can be trusted at one moment, with everything that the figure is made of.</summary>
/// <param name="Confidence">0 to 1: (<paramref name="UsesPart"/> + <paramref name="SuccessPart"/> + <paramref name="InstancesPart"/>) x <paramref name="Penalty"/>.</param>
/// <param name="UsesPart">weight x min(uses / enough, 1).</param>
/// <param name="SuccessPart">weight x <paramref name="Wilson"/>.</param>
/// <param name="InstancesPart">weight x min(instances / enough, 1).</param>
/// <param name="Penalty">A factor for each weakness, multiplied; 1 without.</param>
/// <param name="Uses">Uses, undecayed.</param>
/// <param name="Instances">Instances that used it.</param>
/// <param name="EffectiveSuccesses">Uses that helped, each worth the less the older it is.</param>
/// <param name="EffectiveUses">All uses, likewise.</param>
/// <param name="Wilson">Lower bound of the 95 % Wilson score interval of the success rate (Wilson, 1927), from the effective counts; 0 without uses.</param>
/// <param name="Weaknesses">How many causes speak against it.</param>
/// <param name="DeservesPromotion">Whether it meets what promotion asks for.</param>
/// <param name="Day">The day on which it was reckoned, in days since 1970-01-01 UTC.</param>
public sealed record PatternScore(
    double Confidence, double UsesPart, double SuccessPart, double InstancesPart, double Penalty, long Uses, int Instances, double EffectiveSuccesses,
    double EffectiveUses, double Wilson, int Weaknesses, bool DeservesPromotion, int Day);
