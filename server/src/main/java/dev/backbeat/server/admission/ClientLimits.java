package dev.backbeat.server.admission;

/**
 * What clients may do, by address and by player, and who is kept out for what they did.
 *
 * @param addresses by {@code AddressLimits.key}
 * @param players by the id that a ticket names
 */
public record ClientLimits(Allowances addresses, Allowances players, Penalties penalties) {
  /** Nobody has done anything yet. */
  public static ClientLimits of(ClientRates rates, PenaltySettings penalties) {
    return new ClientLimits(
        new Allowances(rates.ofAddresses()),
        new Allowances(rates.ofPlayers()),
        new Penalties(penalties, System::nanoTime));
  }

  /** Sets other limits, for those that are known already, too. */
  public void change(ClientRates rates, PenaltySettings newPenalties) {
    addresses.rates(rates.ofAddresses());
    players.rates(rates.ofPlayers());
    penalties.settings(newPenalties);
  }
}
