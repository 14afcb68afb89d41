"""Orders and their lines."""

from app.i18n import N_

TEXTS = {
    "order.refused": N_("The order cannot be confirmed yet:"),
    "order.needs_approval": N_("The order needs an approval by somebody who may approve:"),
    "order.wrong_state": N_("Order {number} is “{state}”; it cannot become “{wanted}”."),
    "order.not_a_draft": N_("Order {number} is not a draft any more. Change it with “Amend” (Ctrl+E)."),
    "order.edit_conflict": N_(
        "“{what}” was changed elsewhere: yours “{mine}”, theirs “{theirs}”. Key it again to keep yours."
    ),
    "order.prices_moved": N_(
        "Prices changed while you confirmed. Look at the new prices, then confirm again."
    ),
    "order.promotion_used_up": N_(
        "The promotion {name} was used up by another order meanwhile. The order is as it was: look at its prices, then"
        " confirm again."
    ),
    "order.no_customer": N_("Whose order is it? Choose a customer."),
    "order.no_warehouse": N_(
        "No warehouse is active: the goods could be neither reserved nor shipped. Make one, or make one active again."
    ),
    "order.ships_from_closed": N_(
        "The order ships from {warehouse}, which is given up and ships nothing any more. Choose another warehouse."
    ),
    "order.no_lines": N_("The order has no line yet. Key an article."),
    "order.customer_inactive": N_(
        "{customer} is not active any more. Choose another customer or reactivate the card."
    ),
    "order.no_email": N_(
        "{customer} has no e-mail address for papers: the confirmation can only be printed."
    ),
    "order.held": N_("{hold} by {actor}, not {stops}: {reason}. {again}"),
    "order.address_incomplete": N_(
        "The ship-to address is not complete. Enter name, street, city and country."
    ),
    "order.country_missing": N_("To which country do the goods go? Enter it with the ship-to address."),
    "order.date_past": N_("The requested date {date} lies in the past."),
    "order.country_unknown": N_(
        "“{country}” is no country. Enter the two letters of its code with the address."
    ),
    "order.postcode_missing": N_("The ship-to address has no postcode. Those of {country} look like {like}."),
    "order.postcode_wrong": N_(
        "“{postcode}” is no postcode of {country}, where they look like {like}. Check the ship-to address."
    ),
    "order.postcode_elsewhere": N_(
        "The postcode {postcode} lies in {named}, the ship-to address in {country}. Correct one of them."
    ),
    "order.no_contact": N_("Nobody at {customer} is named for this order. Enter whom to ask."),
    "order.vat_id_wrong": N_(
        "{vat_id} of {customer} is no VAT id: its form or its check digits are wrong. For the taxes it counts as none."
    ),
    "order.vat_id_unproved": N_(
        "No tax is charged since {customer} has the VAT id {vat_id}, but no online check of it is noted."
        " Ask whether it is valid, and note the answer."
    ),
    "order.vat_proof_old": N_(
        "That the VAT id {vat_id} of {customer} is valid was last asked on {day}, more than {months} months ago."
        " Ask again, and note the answer."
    ),
    "order.vat_id_invalid": N_(
        "The VAT id {vat_id} of {customer} was not valid when it was asked on {day}. For the taxes it counts as none."
    ),
    "order.vat_id_elsewhere": N_(
        "The VAT id {vat_id} of {customer} is not of {country}, where the customer sits. Check which of them holds."
    ),
    "order.no_vat_id": N_(
        "{customer} is a business in {country} and has no VAT id: the order is taxed as for a consumer. Ask for the id."
    ),
    "order.date_closed_here": N_(
        "On the requested date {date} nobody ships: it is a weekend or a holiday here."
    ),
    "order.date_holiday_there": N_(
        "The requested date {date} is a holiday in {country}: nobody takes the goods in there."
    ),
    "order.after_cutoff": N_("What shall leave today leaves on {date} only: the cut-off time is over."),
    "order.date_far": N_("The requested date {date} is more than {days} days away. Check the year."),
    "order.below_minimum_value": N_("The goods are worth {net}. Orders are taken from {least} on."),
    "line.date_past": N_("Line {line}: the requested date {date} lies in the past."),
    "line.quantity_above_maximum": N_("Line {line}: more than {maximum} of {sku} are not sold unasked."),
    "line.broken_pack": N_("Line {line}: {sku} comes in packs of {pack}, and one would have to be opened."),
    "line.no_cost": N_("Line {line}: no cost is known of {sku}, so its margin is unknown."),
    "order.po_missing": N_(
        "{customer} gave a number of their own on each of the last {count} orders. Ask for it."
    ),
    "order.probably_double": N_(
        "{number} of {date} has the same articles in the same quantities. Was it ordered twice?"
    ),
    "line.quantity_unusual": N_(
        "Line {line}: {quantity} of {sku} are unusual here: usually {low} to {high} ({count} orders)."
    ),
    "line.price_unusual": N_(
        "Line {line}: {price} for {sku} is unusual here: usually {low} to {high} ({count} orders)."
    ),
    "order.policy": N_("Rule of the firm: {text}"),
    "line.policy": N_("Line {line}, rule of the firm: {text}"),
    "order.metal_unquoted": N_(
        "{sku} holds {metal}, and nobody entered what it costs on {date}: no surcharge comes."
    ),
    "order.metal_quote_old": N_("The quotation of {metal} is from {date}, {days} days before this order."),
    "remedy.enter_quotation": N_("Enter the quotation"),
    "remedy.enter_po": N_("Key the customer's number"),
    "remedy.type_date": N_("Key the date"),
    "remedy.add_more": N_("Add an article"),
    "remedy.open_product": N_("Open the article's card"),
    "order.po_twice": N_("This customer order number was used before, on {number}."),
    "order.customer_overdue": N_("{amount} are overdue, for {days} days."),
    "order.overdue_holds": N_(
        "{amount} are overdue, for {days} days: that is beyond what customers of this class may."
    ),
    "order.credit_exceeded": N_(
        "With this order {used} of the limit of {limit} would be used: {over} too much."
    ),
    "order.prices_changed": N_(
        "Prices are older than the lists, or the customer's terms changed since: line {lines}."
    ),
    "order.currency_differs": N_(
        "{customer} buys in {wanted}, this order is in {currency}. Choose the currency (F3); without a rate of the last"
        " days it cannot be chosen: import one in the set-up."
    ),
    "order.rate_old": N_(
        "The rate of {currency} is of {date}, {days} days ago. Choose the currency again (F3) for the newest rate."
    ),
    "order.prices_stay": N_(
        "{number} is confirmed: whether its prices include tax stays as it is. "
        "Cancel it and repeat it with the other prices."
    ),
    "order.currency_stays": N_(
        "Order {number} is confirmed in {currency}, at its rate. Cancel it and key it anew for another one."
    ),
    "remedy.choose_currency": N_("Choose the currency"),
    "order.tax_changed": N_("The tax of these lines is not the one of customer, address and day any more."),
    "order.outside_mixed": N_(
        "What is out of the scope of VAT stands on a paper of its own; here lines {lines} are mixed with others."
        " Move them to an order of their own, or choose another tax class."
    ),
    "order.ships_from_elsewhere": N_(
        "Goods come from {places} (lines: {lines}), and the order is taxed as one from {ship_from}. "
        "Choose under “Ships from” where it ships, or split the order."
    ),
    "order.no_vat_id_there": N_(
        "The order ships from {country}, where the firm has no VAT id: its sales are taxed there. "
        "Enter the id, or ship from elsewhere."
    ),
    "order.no_taxes_there": N_(
        "Goods of the class {tax_class} would be taxed with {tax}, and that is no tax of {country}, from where they "
        "ship. Give {country} its own row."
    ),
    "order.rate_will_change": N_(
        "From {date} the rate is {percent} %, not {stored} % ({tax}). The invoice of what leaves then will carry it."
    ),
    "order.reason_missing": N_("Say why order {number} is cancelled."),
    "order.shipped_already": N_(
        "Line {line}: {shipped} are shipped or being picked. Keep at least that many."
    ),
    "order.line_picked": N_("Line {line} is shipped or being picked and stays. Take a return instead."),
    "order.has_shipments": N_("Order {number} has shipped goods. Cancel the open rest, or take a return."),
    "order.has_pick_list": N_(
        "Goods of order {number} are on the open pick list {shipment}. Cancel or ship that pick list first."
    ),
    "order.has_invoices": N_("Order {number} is invoiced already. Make a credit note instead."),
    "order.address_picking": N_("The address is on an open pick list. Cancel the pick list first."),
    "order.ships_from_fixed": N_(
        "Order {number} holds its goods, and its taxes stand: it goes on shipping from where it was confirmed. "
        "Cancel what is open of it and duplicate it to ship from elsewhere."
    ),
    "order.customer_fixed": N_(
        "Order {number} belongs to its customer for good. Cancel it and key a new one."
    ),
    "order.line_invoiced": N_("Line {line} is invoiced; its price stays. Make a credit note instead."),
    "order.discount_invoiced": N_(
        "Line {line}: a part of this discount is invoiced, so its price stays. Add a discount line (Ctrl+Shift+D) for "
        "more of it, or a free line (Ctrl+Shift+L) for less."
    ),
    "order.line_removed_elsewhere": N_(
        "Line “{line}” was removed elsewhere while you changed it. “Use mine” brings it back."
    ),
    "quote.valid_until_past": N_("A quote cannot be valid until {date}: that day is over."),
    "remedy.open_shipments": N_("Open the shipments"),
    "order.as_confirmed": N_("As it was confirmed."),
    "order.quote_expired": N_("Quote {number} was valid until {date}. Its prices may be kept or taken anew."),
    "line.unknown_product": N_("Line {line}: “{text}” is no article. Search with F4 or make it a free line."),
    "line.sku_too_long": N_(
        "Line {line}: “{text}…” is too long for an article: at most {longest} characters. Nothing was taken."
    ),
    "line.amount_too_large": N_(
        "Line {line}: its amount would be above one trillion. Check quantity and price."
    ),
    "line.text_has_nul": N_("Line {line}: the text holds a character that cannot be stored. Key it anew."),
    "line.kit_without_parts": N_("Line {line}: the kit {sku} has no parts today. Enter them on its card."),
    "line.kit_changed": N_("Line {line}: the kit {sku} is made of something else by now."),
    "line.discontinued": N_("Line {line}: {sku} is discontinued."),
    "line.product_inactive": N_("Line {line}: {sku} is not sold any more."),
    "line.quantity_negative": N_(
        "Line {line}: a quantity is never negative. Make a credit note or take a return."
    ),
    "line.quantity_zero": N_("Line {line}: how many? The quantity is 0."),
    "line.quantity_too_large": N_("Line {line}: the quantity is above one billion. Check the digits."),
    "line.quantity_not_a_number": N_(
        "Line {line}: “{text}” is no quantity. Key a number and a unit, such as 12 or 2 pk."
    ),
    "line.unknown_unit": N_("Line {line}: {sku} has no unit “{unit}”. It has: {units}."),
    "line.price_not_a_number": N_(
        "Line {line}: “{text}” is no price. Key an amount, such as 12.50, or 3.3333/1000 for the price of 1,000."
    ),
    "line.price_too_large": N_("Line {line}: the price is above one billion. Check the digits."),
    "line.discount_not_a_number": N_("Line {line}: “{text}” is no discount. Key a number from 0 to 100."),
    "line.quantity_too_fine": N_(
        "Line {line}: “{text}” would have to be rounded. A quantity has at most {places} decimals."
    ),
    "line.price_too_fine": N_(
        "Line {line}: “{text}” would have to be rounded. A price has at most {places} decimals."
    ),
    "line.discount_too_fine": N_(
        "Line {line}: “{text}” would have to be rounded. A discount has at most {places} decimals."
    ),
    "line.date_not_a_day": N_("Line {line}: “{text}” is no day. Key 23.11., +3 or 2026-11-23."),
    "line.quantity_decimals": N_("Line {line}: “{unit}” is sold with {decimals} decimals."),
    "line.part_of_a_whole": N_(
        "Line {line}: {quantity} is no whole number. Key whole ones, or a unit that has parts, such as 1.5 h."
    ),
    "line.unit_changed": N_(
        "Line {line}: the card of {sku} has no “{unit}” of {holds} any more. Check what is meant."
    ),
    "line.quantity_below_minimum": N_("Line {line}: {sku} is sold from {minimum} on."),
    "line.quantity_not_multiple": N_("Line {line}: {sku} is sold in steps of {step}."),
    "line.discount_out_of_range": N_("Line {line}: a discount of {percent} % is not possible. Key 0 to 100."),
    "line.discount_turned": N_("Line {line}: a discount takes off, so the amount stands with a minus."),
    "line.discount_not_negative": N_("Line {line}: a discount line takes a negative price."),
    "line.price_negative": N_(
        "Line {line}: only discount lines have a negative price. Key 0 or more, or add a discount line (Ctrl+Shift+D)."
    ),
    "line.no_price": N_("Line {line}: no price list has {sku}. Type a price."),
    "line.price_typed": N_("Line {line}: {price} for {sku} is set by hand, not by the rules."),
    "line.price_zero": N_("Line {line}: {sku} costs nothing."),
    "line.below_cost": N_("Line {line}: {sku} is sold below its cost."),
    "price.below_floor": N_("Line {line}: {sku} at {price} is below its floor price of {floor}."),
    "price.beyond_discount": N_("Line {line}: {sku} has {percent} % off; {most} % is allowed."),
    "price.below_margin": N_(
        "Line {line}: {sku} leaves less than the margin of {least} % that has to be kept."
    ),
    "price.beyond_contract": N_(
        "Line {line}: of the contract for {sku} {left} are left; {beyond} go beyond it."
    ),
    "order.coupon_unknown": N_("No promotion has the coupon {coupon}. Correct it, or leave it out."),
    "order.coupon_over": N_("The coupon {coupon} was good until {date}."),
    "order.coupon_early": N_("The coupon {coupon} is good from {date} on."),
    "order.coupon_not_for": N_("The coupon {coupon} is not for this customer, channel or country."),
    "order.coupon_used_up": N_("The coupon {coupon} is used up."),
    "order.coupon_idle": N_(
        "The coupon {coupon} brings nothing so far: F9 on a line says what is missing, or which promotion saves more."
    ),
    "order.promotion_over": N_("The promotion {name} of this order is over or used up."),
    "remedy.drop_coupon": N_("Leave the coupon out"),
    "order.service_gone": N_(
        "“{service}” was chosen, and no surcharge for it fits this order any more: it would not be charged."
    ),
    "price.order_beyond_discount": N_("The order has {percent} % off as a whole; {most} % is allowed."),
    "price.order_below_margin": N_(
        "With what is taken off it as a whole the order leaves less than the margin of {least} % that has to be kept."
    ),
    "price.order_below_floor": N_(
        "With what is taken off the order as a whole its articles bring {left}, their floor prices come to {floor}."
    ),
    "line.no_tax": N_("Line {line}: no tax is set up for class “{tax_class}” and this address."),
    "line.late": N_("Line {line}: {sku} can be there on {date}, later than wished."),
    "order.waits_for_all": N_(
        "The complete delivery waits for line {line} ({sku}). What is there could leave on {date}."
    ),
    "line.no_supply": N_("Line {line}: {sku} is neither in stock nor on its way."),
    "remedy.choose_customer": N_("Choose the customer"),
    "remedy.edit_customer": N_("Open the customer's card"),
    "remedy.note_licence": N_("Enter the customer's licence"),
    "remedy.note_vat_check": N_("Note the online check"),
    "order.date_not_a_day": N_("{field}: “{text}” is no day. Key it like 23.11., +3 or 2026-11-23."),
    "order.text_too_long": N_(
        "“{text}…” is too long: at most {longest} characters. Shorten it; until then the text before counts."
    ),
    "order.text_has_nul": N_("“{text}” holds a character that cannot be stored. Key it anew."),
    "order.pasted_rows_wait": N_("Pasted rows that wait: {count}. Take or drop each of them."),
    "remedy.look_at_pasted": N_("Go to the pasted rows"),
    "remedy.enter_address": N_("Enter the address"),
    "remedy.set_date": N_("Take {date}"),
    "remedy.open_order": N_("Open {number}"),
    "remedy.substitute_cheaper": N_("Saves {difference}: take {sku}"),
    "remedy.substitute_dearer": N_("Costs {difference} more: take {sku}"),
    "remedy.substitute_same": N_("Same price: take {sku}"),
    "remedy.substitute_cheaper_leaves": N_("Saves {difference}: take {sku}, leaves {date}"),
    "remedy.substitute_dearer_leaves": N_("Costs {difference} more: take {sku}, leaves {date}"),
    "remedy.substitute_same_leaves": N_("Same price: take {sku}, leaves {date}"),
    "remedy.make_credit": N_("Make a credit note"),
    "remedy.set_quantity": N_("Take 1"),
    "remedy.set_quantity_to": N_("Take {quantity}"),
    "remedy.make_discount_line": N_("Make it a discount line"),
    "remedy.type_price": N_("Type a price"),
    "remedy.open_pick_list": N_("Open pick list {shipment}"),
    "remedy.open_taxes": N_("Open the taxes"),
    "remedy.ship_from": N_("Ship from {name}"),
    "remedy.ship_as_routed": N_("Ship as routed"),
    "remedy.open_registrations": N_("Open the VAT ids abroad"),
    "remedy.open_warehouses": N_("Open the warehouses"),
    "remedy.open_stock": N_("Open its stock"),
    "remedy.type_quantity": N_("Key the quantity"),
    "order.discount_not_read": N_("“{text}” is no discount. Enter a percent such as 3 %, or an amount."),
    "remedy.drop_service": N_("Leave it out"),
    "remedy.take_rules_discount": N_("Take the rules' discount"),
    "remedy.take_rules_price": N_("Take the price of the rules"),
    "remedy.make_free_line": N_("Make it a free line"),
    "remedy.look_at_line": N_("Go to the line"),
    "remedy.look_up": N_("Look the article up"),
    "remedy.remove_line": N_("Remove the line"),
    "remedy.add_line": N_("Key the first line"),
    "remedy.take_new_prices": N_("Take the new prices"),
    "remedy.take_new_taxes": N_("Take the taxes of today"),
    "remedy.deliver_in_parts": N_("Deliver in parts"),
    "remedy.accept_date": N_("Accept {date}"),
}
