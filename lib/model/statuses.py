"""Which orders count, by the word of their status, in the words and languages of many systems."""

import re
import unicodedata

#: Cancelled, failed, test, draft and unpaid orders, as `plain_status` writes them. All other orders count:
#: refunded and returned ones too, their refund is subtracted where a figure is net.
NOT_COUNTED: frozenset[str] = frozenset(
    word.strip()
    for word in """
    canceled, cancelled, cancelled by customer, cancelled by seller, canceled by customer, order
    cancelled, order canceled, voided, void, unavailable, test, test order, failed, failure, payment
    failed, payment error, error, declined, denied, rejected, refused, fraud, suspected fraud, draft,
    checkout draft, auto draft, trash, abandoned, incomplete, incomplete expired, expired, unpaid, not
    paid, pending payment, payment pending, awaiting payment, waiting for payment, requires payment
    method, uncollectible, awaiting bank wire payment, storniert, stornierung, abgebrochen,
    fehlgeschlagen, gescheitert, abgelehnt, entwurf, unbezahlt, nicht bezahlt, offene zahlung, zahlung
    ausstehend, zahlung offen, warten auf zahlung, wartet auf zahlung, testbestellung, annule, annulee,
    echoue, echouee, echec, refuse, refusee, brouillon, abandonne, abandonnee, impaye, impayee, non
    paye, non payee, en attente de paiement, commande test, cancelado, cancelada, anulado, anulada,
    fallido, fallida, rechazado, rechazada, borrador, abandonado, abandonada, impagado, impagada, no
    pagado, no pagada, pendiente de pago, prueba, pedido de prueba, annullato, annullata, cancellato,
    cancellata, fallito, fallita, rifiutato, rifiutata, bozza, non pagato, non pagata, in attesa di
    pagamento, ordine di prova, geannuleerd, mislukt, geweigerd, concept, onbetaald, niet betaald, in
    afwachting van betaling, wacht op betaling, testbestelling, falhou, falhado, falhada, recusado,
    recusada, rascunho, nao pago, nao paga, aguardando pagamento, pagamento pendente, pedido de teste,
    anulowane, anulowano, nieoplacone, avbruten, makulerad, annulleret, kansellert, peruutettu, zruseno,
    stornovano
    """.replace("\n", " ").split(",")
)
#: The rule in words.
RULE = "cancelled, failed, test, draft and unpaid orders do not count; refunded and returned ones do"


def plain_status(status: str) -> str:
    """A status as it is compared: lower case, without accents, words apart, without the `wc-` of WooCommerce.

    >>> plain_status("wc-Pending_Payment"), plain_status(" Annulée ")
    ('pending payment', 'annulee')
    """
    bare = "".join(
        one for one in unicodedata.normalize("NFD", status.lower()) if not unicodedata.combining(one)
    )
    return re.sub(r"[\s_-]+", " ", bare).strip().removeprefix("wc ")


def is_counted(status: str) -> bool:
    """Whether an order of this status counts.

    >>> is_counted("refunded"), is_counted("CANCELLED"), is_counted("en attente de paiement")
    (True, False, False)
    """
    return plain_status(status) not in NOT_COUNTED
